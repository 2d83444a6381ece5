using System.Text;

namespace SotopiaPi;

/// <summary>Keeps the beginning of a program's output in a file and its end in memory, whatever its length. Thread-safe.</summary>
internal sealed class BoundedLog : IDisposable
{
    private const int TailLength = 2048;
    private readonly Lock _lock = new();
    private readonly List<StringBuilder> _tails = [];
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

    /// <summary>The end of each stream, in the order in which they are followed: a lot of output on one does not push out what the other said last.</summary>
    public string Tail
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _tails.Select(tail => tail.ToString().Trim()).Where(tail => tail.Length > 0));
            }
        }
    }

    /// <summary>Copies a stream of text to its end.</summary>
    public async Task FollowAsync(TextReader source)
    {
        char[] buffer = new char[4096];
        StringBuilder tail = new();
        lock (_lock)
        {
            _tails.Add(tail);
        }

        for (int read; (read = await source.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
        {
            Append(buffer.AsSpan(0, read), tail);
        }
    }

    public void Dispose() => _file.Dispose();

    private void Append(ReadOnlySpan<char> text, StringBuilder tail)
    {
        lock (_lock)
        {
            tail.Append(text);
            if (tail.Length > TailLength)
            {
                tail.Remove(0, tail.Length - TailLength);
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
