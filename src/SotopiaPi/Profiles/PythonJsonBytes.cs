using System.Buffers;
using System.Text;

namespace SotopiaPi;

/// <summary>Writes JSON as <see cref="PythonJson"/> does, but without a tree and straight into bytes: for files of many records. Not thread-safe; disposing gives the buffer back.</summary>
internal sealed class PythonJsonBytes : IDisposable
{
    private const int LongestEscape = 6;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _count;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _count);

    public PythonJsonBytes Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Free(json.Length));
        _count += json.Length;
        return this;
    }

    /// <summary>Writes a text in quotes; <see langword="null"/> as <c>null</c>.</summary>
    public PythonJsonBytes Text(string? text)
    {
        if (text is null)
        {
            return Raw("null"u8);
        }

        Span<byte> free = Free((LongestEscape * text.Length) + 2);
        int at = 0;
        free[at++] = (byte)'"';
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int plain = rest.IndexOfAnyExcept(PythonJson.Plain);
            plain = plain < 0 ? rest.Length : plain;
            Ascii.FromUtf16(rest[..plain], free[at..], out _);
            at += plain;
            if (plain == rest.Length)
            {
                break;
            }

            at += Escape(rest[plain], free[at..]);
            rest = rest[(plain + 1)..];
        }

        free[at++] = (byte)'"';
        _count += at;
        return this;
    }

    public PythonJsonBytes Number(double value)
    {
        string text = PythonText.Float(value);
        _count += Encoding.ASCII.GetBytes(text, Free(text.Length));
        return this;
    }

    /// <summary>Writes a list, each item by a function; <see langword="null"/> as <c>null</c>.</summary>
    public PythonJsonBytes List<T>(IReadOnlyList<T>? items, Action<PythonJsonBytes, T> write)
    {
        if (items is null)
        {
            return Raw("null"u8);
        }

        Raw("["u8);
        for (int i = 0; i < items.Count; i++)
        {
            write(i == 0 ? this : Raw(", "u8), items[i]);
        }

        return Raw("]"u8);
    }

    public PythonJsonBytes Texts(IReadOnlyList<string>? texts) => List(texts, static (json, text) => json.Text(text));

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _count = 0;
    }

    private Span<byte> Free(int size)
    {
        if (_buffer.Length - _count < size)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, _count + size));
            Written.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_count);
    }

    private static int Escape(char c, Span<byte> free)
    {
        free[0] = (byte)'\\';
        if (PythonJson.ShortEscape(c) is { } letter)
        {
            free[1] = (byte)letter;
            return 2;
        }

        free[1] = (byte)'u';
        for (int i = 0; i < 4; i++)
        {
            free[2 + i] = "0123456789abcdef"u8[(c >> (4 * (3 - i))) & 15];
        }

        return LongestEscape;
    }
}
