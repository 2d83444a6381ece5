using System.Text;

namespace SotopiaPi;

/// <summary>Keeps the beginning of a program's output in a file and its end in memory, whatever its length. Thread-safe.</summary>
internal sealed class BoundedLog : IDisposable
{
    private const int TailLength = 4096;
    private readonly Lock _lock = new();
    private readonly StringBuilder _tail = new();
    private readonly FileStream _file;
    private readonly long _maxBytes;
    private bool _cut;

    public BoundedLog(string path, long maxBytes)
    {
        Path = path;
        _maxBytes = maxBytes;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
    }

    public string Path { get; }

    /// <summary>The end of the output.</summary>
    public string Tail
    {
        get
        {
            lock (_lock)
            {
                return _tail.ToString().Trim();
            }
        }
    }

    /// <summary>Copies a stream of text to its end.</summary>
    public async Task FollowAsync(TextReader source)
    {
        char[] buffer = new char[4096];
        for (int read; (read = await source.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
        {
            Append(buffer.AsSpan(0, read));
        }
    }

    public void Dispose() => _file.Dispose();

    private void Append(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            _tail.Append(text);
            if (_tail.Length > TailLength)
            {
                _tail.Remove(0, _tail.Length - TailLength);
            }

            byte[] bytes = Encoding.UTF8.GetBytes([.. text]);
            int room = (int)Math.Clamp(_maxBytes - _file.Length, 0, bytes.Length);
            _file.Write(bytes, 0, room);
            if (room < bytes.Length && !_cut)
            {
                _cut = true;
                _file.Write("\n(The rest of the output is not kept.)\n"u8);
            }

            _file.Flush();
        }
    }
}
