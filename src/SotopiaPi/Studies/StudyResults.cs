using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Win32.SafeHandles;

namespace SotopiaPi;

/// <summary>
/// The results of a study in a file of JSON lines, each under a key that is the hash of what was asked: a study that begins again asks for nothing that is there. A line that was
/// cut by a crash is dropped when the file is opened. One process writes a file at a time; thread-safe.
/// </summary>
/// <typeparam name="T">The kind of result.</typeparam>
internal sealed class StudyResults<T> : IDisposable
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, T> _results = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly JsonTypeInfo<T> _type;
    private readonly Func<T, string> _keyOf;
    private readonly SafeFileHandle _file;
    private long _end;

    /// <summary>Opens a file, which is made with its folder when it does not exist.</summary>
    /// <exception cref="RecordFormatException">A line is not a result.</exception>
    /// <exception cref="IOException">The file cannot be written, or another process has it open.</exception>
    public StudyResults(string path, JsonTypeInfo<T> type, Func<T, string> keyOf)
    {
        _path = path;
        _type = type;
        _keyOf = keyOf;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            ReadAll();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public T? Find(string key)
    {
        lock (_lock)
        {
            return _results.GetValueOrDefault(key);
        }
    }

    public void Add(T result)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(result, _type), (byte)'\n'];
        lock (_lock)
        {
            if (_results.TryAdd(_keyOf(result), result))
            {
                RandomAccess.Write(_file, line, _end);
                _end += line.Length;
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private void ReadAll()
    {
        int number = 0;
        foreach ((long offset, byte[] line) in FileLines.Read(_file))
        {
            number++;
            try
            {
                T result = JsonSerializer.Deserialize(line, _type) ?? throw new JsonException("it is null");
                _results.TryAdd(_keyOf(result), result);
            }
            catch (JsonException exception)
            {
                throw new RecordFormatException(string.Create(CultureInfo.InvariantCulture, $"Line {number} of '{_path}' is not a result of this study ({exception.Message}): remove the line, or name another file."), exception);
            }

            _end = offset + line.Length + 1;
        }

        RandomAccess.SetLength(_file, _end);
    }
}
