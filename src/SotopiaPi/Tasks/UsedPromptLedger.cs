using CsvHelper;

namespace SotopiaPi;

/// <summary>
/// Remembers in a file which texts have inspired a situation, so that none is used again: the reference's <c>used_prompt.csv</c> with the header
/// <c>model|source|pk|prompt</c>. Thread-safe; one process writes a file at a time.
/// </summary>
public sealed class UsedPromptLedger : IDisposable
{
    private static readonly string[] Header = ["model", "source", "pk", "prompt"];
    private static readonly CsvReaderOptions Reading = CsvReaderOptions.Default with { Separator = '|' };
    private static readonly CsvWriterOptions Writing = CsvWriterOptions.Default with { Separator = '|', NewLine = "\n" };
    private readonly Lock _lock = new();
    private readonly HashSet<(string Model, string Prompt)> _used = [];
    private readonly FileStream _file;

    private UsedPromptLedger(FileStream file) => _file = file;

    /// <summary>Opens a file, which is made when it does not exist.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The ledger.</returns>
    /// <exception cref="RecordFormatException">The file has another header.</exception>
    /// <exception cref="IOException">The file cannot be opened, or another process has it open.</exception>
    public static UsedPromptLedger Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            UsedPromptLedger ledger = new(file);
            ledger.ReadAll(path);
            return ledger;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Gives the texts that a model has used.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The texts.</returns>
    public IReadOnlyCollection<string> Used(string model)
    {
        lock (_lock)
        {
            return [.. _used.Where(entry => entry.Model == model).Select(entry => entry.Prompt)];
        }
    }

    /// <summary>Writes down that a text has inspired a situation.</summary>
    /// <param name="model">The model that made the situation.</param>
    /// <param name="inspiration">The text.</param>
    /// <param name="environmentId">The situation's id.</param>
    /// <returns><see langword="false"/> when this model has used the text before; nothing is written then.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public bool TryAdd(string model, Inspiration inspiration, string environmentId)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(inspiration);
        lock (_lock)
        {
            if (!_used.Add((model, inspiration.Prompt)))
            {
                return false;
            }

            WriteLine([model, inspiration.Source, environmentId, inspiration.Prompt]);
            return true;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void ReadAll(string path)
    {
        if (_file.Length == 0)
        {
            WriteLine(Header);
            return;
        }

        using CsvReader csv = CsvReader.Create(_file, Reading, leaveOpen: true);
        csv.ReadHeader();
        if (!csv.Headers.SequenceEqual(Header))
        {
            throw new RecordFormatException($"'{path}' is not a ledger of used prompts: found the header \"{string.Join('|', csv.Headers)}\", wanted \"{string.Join('|', Header)}\".");
        }

        while (csv.Read())
        {
            _used.Add((csv.GetString(0), csv.GetString(3)));
        }
    }

    private void WriteLine(string[] fields)
    {
        _file.Seek(0, SeekOrigin.End);
        using (CsvWriter csv = CsvWriter.Create(_file, Writing, leaveOpen: true))
        {
            csv.WriteRecord(fields);
        }

        _file.Flush(flushToDisk: true);
    }
}
