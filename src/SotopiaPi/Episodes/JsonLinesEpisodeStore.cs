using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace SotopiaPi;

/// <summary>
/// Keeps records in a text file, one JSON object a line, in the order of writing: made to be read by other programs. Thread-safe; one process writes a file at a
/// time. A line that a crash left unfinished is cut off when the file is opened.
/// </summary>
public sealed class JsonLinesEpisodeStore : IEpisodeStore, IDisposable
{
    private readonly Lock _lock = new();
    private readonly StoreIndex _index = new();
    private readonly List<(long Offset, int Length, StoreEntry Entry)> _lines = [];
    private readonly SafeFileHandle _file;
    private long _end;

    private JsonLinesEpisodeStore(string path, SafeFileHandle file)
    {
        Path = path;
        _file = file;
    }

    /// <summary>Gets the path of the file.</summary>
    public string Path { get; }

    /// <summary>Opens a file, which is made when it does not exist.</summary>
    /// <param name="path">The path; its folder must exist.</param>
    /// <returns>The store.</returns>
    /// <exception cref="EpisodeStoreException">The file cannot be opened, or a line is not a record; the message names the line.</exception>
    public static JsonLinesEpisodeStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            JsonLinesEpisodeStore store = new(path, file);
            store.ReadIndex();
            return store;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException and not EpisodeStoreException)
        {
            file?.Dispose();
            throw new EpisodeStoreException($"The episode file '{path}' cannot be opened: {e.Message} Name a file that can be written and that no other process has open.", e);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryAppendAsync(EpisodeRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        byte[] line = [.. EpisodeJson.Write(record), (byte)'\n'];
        lock (_lock)
        {
            if (_index.Contains(record.Key))
            {
                return ValueTask.FromResult(false);
            }

            Append(line);
            _lines.Add((_end, line.Length - 1, _index.Add(record)!.Value));
            _end += line.Length;
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Streams what was there when the stream began.</remarks>
    public async IAsyncEnumerable<EpisodeRecord> QueryAsync(EpisodeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        (long Offset, int Length, StoreEntry Entry)[] lines;
        lock (_lock)
        {
            lines = [.. _lines.Where(line => _index.Matches(line.Entry, query))];
        }

        foreach ((long offset, int length, StoreEntry _) in lines)
        {
            byte[] line = new byte[length];
            int read = await RandomAccess.ReadAsync(_file, line, offset, cancellationToken).ConfigureAwait(false);
            yield return read == length ? EpisodeJson.Read(line, query.OmitReplies) : throw new EpisodeStoreException($"The episode file '{Path}' was shortened while it was open.");
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void Append(byte[] line)
    {
        try
        {
            RandomAccess.Write(_file, line, _end);
        }
        catch (IOException e)
        {
            throw new EpisodeStoreException($"The episode file '{Path}' cannot be written: {e.Message} What was written before is kept; make room and start again.", e);
        }
    }

    private void ReadIndex()
    {
        int number = 0;
        foreach ((long offset, byte[] line) in FileLines.Read(_file))
        {
            number++;
            try
            {
                if (_index.Add(EpisodeJson.Read(line)) is { } entry)
                {
                    _lines.Add((offset, line.Length, entry));
                }
            }
            catch (RecordFormatException e)
            {
                throw new EpisodeStoreException(string.Create(CultureInfo.InvariantCulture, $"Line {number} of the episode file '{Path}' is not a record: {e.Message}. Remove the line, or name another file."), e);
            }

            _end = offset + line.Length + 1;
        }

        RandomAccess.SetLength(_file, _end);
    }
}
