using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>How a chat client is asked: what each request says beside its messages, how long a reply may take, and how often a reply that cannot be used is asked for again. Derived classes have defaults of their own.</summary>
public abstract class ChatRequestOptions
{
    private protected ChatRequestOptions(float? temperature, TimeSpan timeout, int maxAttempts) => (Temperature, Timeout, MaxAttempts) = (temperature, timeout, maxAttempts);

    /// <summary>Gets or sets the sampling temperature; <see langword="null"/> leaves it to the provider.</summary>
    /// <value>At least 0.</value>
    public float? Temperature
    {
        get;
        set
        {
            if (value is { } given)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(given);
            }

            field = value;
        }
    }

    /// <summary>Gets or sets the largest number of tokens of a reply; <see langword="null"/> leaves it to the provider.</summary>
    /// <value>In tokens. At least 1. The default is <see langword="null"/>.</value>
    public int? MaxOutputTokens
    {
        get;
        set
        {
            if (value is { } given)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(given, 1);
            }

            field = value;
        }
    }

    /// <summary>Gets or sets how long a reply may take; <see langword="null"/> waits as long as the client does.</summary>
    /// <value>More than zero.</value>
    public TimeSpan? Timeout
    {
        get;
        set
        {
            if (value is { } given)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(given, TimeSpan.Zero);
            }

            field = value;
        }
    }

    /// <summary>Gets or sets a value indicating whether the reply is asked for under a JSON schema that names exactly what is wanted.</summary>
    /// <value>The default is <see langword="true"/>; set <see langword="false"/> for an endpoint that refuses schemas.</value>
    public bool StructuredOutput { get; set; } = true;

    /// <summary>Gets or sets the model id sent with each request: a model's or an adapter's name; <see langword="null"/> for the client's default model.</summary>
    public string? ModelId { get; set; }

    /// <summary>Gets or sets how often a reply is asked for: one that cannot be used is shown to the model with its problems.</summary>
    /// <value>The first time included. At least 1.</value>
    public int MaxAttempts
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

    /// <summary>Makes a request.</summary>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="schema">The schema that the reply follows, and its name; not asked for without <see cref="StructuredOutput"/>.</param>
    internal ChatOptions Request(long seed, (JsonElement Schema, string Name)? schema = null) => new()
    {
        ModelId = ModelId,
        Temperature = Temperature,
        MaxOutputTokens = MaxOutputTokens,
        Seed = seed,
        ResponseFormat = StructuredOutput && schema is { } wanted ? ChatResponseFormat.ForJsonSchema(wanted.Schema, wanted.Name) : null,
    };
}
