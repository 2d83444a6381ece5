using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>
/// Counts tokens and money by stage, role and model: every answer that was paid for, also those of tries that a run threw away. Can be kept in a file, so that a
/// resumed run goes on counting. Thread-safe; one process writes a file at a time.
/// </summary>
public sealed class UsageLedger : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Stage, string Role, string Model), long[]> _counts = [];
    private readonly PriceList _prices;
    private readonly FileStream? _file;

    /// <summary>Makes a ledger in memory.</summary>
    /// <param name="prices">The prices; <see langword="null"/> for none.</param>
    public UsageLedger(PriceList? prices = null)
        : this(prices, null)
    {
    }

    private UsageLedger(PriceList? prices, FileStream? file) => (_prices, _file) = (prices ?? PriceList.None, file);

    /// <summary>Gets the currency of <see cref="CostRow.Cost"/>.</summary>
    public string Currency => _prices.Currency;

    /// <summary>Gets the sums so far, in order of stage, role and model.</summary>
    public IReadOnlyList<CostRow> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _counts.Select(count => Row(count.Key, count.Value)).OrderBy(row => row.Stage, StringComparer.Ordinal).ThenBy(row => row.Role, StringComparer.Ordinal).ThenBy(row => row.Model, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Gets the sum of everything; its cost is that of the models with a price, and <see langword="null"/> when none has one.</summary>
    public CostRow Total
    {
        get
        {
            IReadOnlyList<CostRow> rows = Rows;
            decimal? cost = rows.Any(row => row.Cost is not null) ? rows.Sum(row => row.Cost ?? 0) : null;
            return new CostRow("", "", "", rows.Sum(row => row.Calls), rows.Sum(row => row.InputTokens), rows.Sum(row => row.CachedInputTokens), rows.Sum(row => row.OutputTokens), cost);
        }
    }

    /// <summary>Opens a ledger in a file of JSON lines, which is made when it does not exist. A line that a crash left unfinished is dropped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prices">The prices; <see langword="null"/> for none.</param>
    /// <returns>The ledger.</returns>
    /// <exception cref="IOException">The file cannot be opened, or another process has it open.</exception>
    /// <exception cref="RecordFormatException">A line is not one of a ledger; the message names it.</exception>
    public static UsageLedger Open(string path, PriceList? prices = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            UsageLedger ledger = new(prices, file);
            ledger.ReadAll(path);
            return ledger;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Counts an answer in the current stage.</summary>
    /// <param name="role">The role.</param>
    /// <param name="model">The model; <see langword="null"/> when it is unknown.</param>
    /// <param name="usage">The tokens; <see langword="null"/> when they are unknown: the call counts all the same.</param>
    public void Add(string role, string? model, UsageDetails? usage)
    {
        ArgumentException.ThrowIfNullOrEmpty(role);
        (string, string, string) key = (UsageStage.Current, role, model ?? "unknown");
        long[] added = [1, usage?.InputTokenCount ?? 0, usage?.CachedInputTokenCount ?? 0, usage?.OutputTokenCount ?? 0];
        lock (_lock)
        {
            Count(key, added);
            if (_file is not null)
            {
                UsageLine.Write(_file, key, added);
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();

    private void Count((string Stage, string Role, string Model) key, long[] added)
    {
        if (!_counts.TryGetValue(key, out long[]? counts))
        {
            _counts.Add(key, counts = new long[4]);
        }

        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] += added[i];
        }
    }

    private CostRow Row((string Stage, string Role, string Model) key, long[] counts) =>
        new(key.Stage, key.Role, key.Model, counts[0], counts[1], counts[2], counts[3], _prices.Find(key.Model)?.Of(counts[1], counts[2], counts[3]));

    private void ReadAll(string path)
    {
        long end = 0;
        int number = 0;
        foreach ((long offset, byte[] line) in FileLines.Read(_file!.SafeFileHandle))
        {
            number++;
            try
            {
                ((string, string, string) key, long[] added) = UsageLine.Read(line);
                Count(key, added);
            }
            catch (Exception e) when (e is JsonException or RecordFormatException)
            {
                throw new RecordFormatException($"Line {number} of the ledger '{path}' cannot be read: {e.Message} Repair the line, or name another file.", e);
            }

            end = offset + line.Length + 1;
        }

        _file.SetLength(end);
        _file.Seek(0, SeekOrigin.End);
    }
}
