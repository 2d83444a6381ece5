using System.Text.Json;

namespace SotopiaPi;

/// <summary>What models cost. The numbers are the user's: prices change.</summary>
public sealed class PriceList
{
    private readonly KeyValuePair<string, ModelPrice>[] _prices;

    /// <summary>Makes a list.</summary>
    /// <param name="prices">The prices by model. A name also stands for models that begin with it (<c>gpt-4o</c> for <c>gpt-4o-2024-08-06</c>), the longest one counts; <c>*</c> stands for all others.</param>
    /// <param name="currency">The currency, for reports.</param>
    public PriceList(IReadOnlyDictionary<string, ModelPrice> prices, string currency = "USD")
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentException.ThrowIfNullOrEmpty(currency);
        _prices = [.. prices.OrderByDescending(price => price.Key == "*" ? 0 : price.Key.Length)];
        Currency = currency;
    }

    /// <summary>Gets the empty list: nothing has a price.</summary>
    public static PriceList None { get; } = new(new Dictionary<string, ModelPrice>());

    /// <summary>Gets the currency.</summary>
    public string Currency { get; }

    /// <summary>Reads a list: <c>{"currency": "USD", "models": {"gpt-4o": {"input": 2.5, "output": 10, "cached_input": 1.25}}}</c>, per million tokens.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The list.</returns>
    /// <exception cref="RecordFormatException">The file is not such a list; the message names the place.</exception>
    public static PriceList Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            JsonFields fields = new(document.RootElement);
            Dictionary<string, ModelPrice> prices = fields.Members("models").ToDictionary(model => model.Name, model => Price(model.Name, model.Value), StringComparer.Ordinal);
            return new PriceList(prices, fields.Text("currency", "USD"));
        }
        catch (Exception e) when (e is JsonException or RecordFormatException)
        {
            throw new RecordFormatException($"The price list '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Finds the price of a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The price; <see langword="null"/> when the list has none.</returns>
    public ModelPrice? Find(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _prices.FirstOrDefault(price => price.Key == "*" || model.StartsWith(price.Key, StringComparison.OrdinalIgnoreCase)).Value;
    }

    private static ModelPrice Price(string model, JsonElement json)
    {
        JsonFields fields = new(json, $"models.{model}");
        decimal Number(string key) => fields.Required(key) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out decimal number) && number >= 0
            ? number
            : throw new RecordFormatException($"models.{model}.{key}", "wanted a number of at least 0");
        return new ModelPrice(Number("input"), Number("output")) { CachedInput = fields["cached_input"] is null ? null : Number("cached_input") };
    }
}

/// <summary>The price of a model, per million tokens.</summary>
/// <param name="Input">For tokens read.</param>
/// <param name="Output">For tokens written.</param>
public sealed record ModelPrice(decimal Input, decimal Output)
{
    /// <summary>Gets the price of tokens read that the service had cached; <see langword="null"/> when it is that of other tokens.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>Works out what a use costs.</summary>
    /// <param name="inputTokens">The tokens read, cached ones included.</param>
    /// <param name="cachedInputTokens">The cached ones among them.</param>
    /// <param name="outputTokens">The tokens written.</param>
    /// <returns>The money.</returns>
    public decimal Of(long inputTokens, long cachedInputTokens, long outputTokens) =>
        (((inputTokens - cachedInputTokens) * Input) + (cachedInputTokens * (CachedInput ?? Input)) + (outputTokens * Output)) / 1_000_000;
}
