using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>A text being rewritten, with the source range of each UTF-16 unit when offsets are wanted.</summary>
internal sealed class RewrittenText(bool tracksSource)
{
    private readonly List<char> _characters = [];
    private readonly List<(int Start, int End)> _sources = [];

    /// <summary>The characters written so far.</summary>
    public ReadOnlySpan<char> Characters => CollectionsMarshal.AsSpan(_characters);

    /// <summary>The source range of each character; empty when sources are not tracked.</summary>
    public ReadOnlySpan<(int Start, int End)> Sources => CollectionsMarshal.AsSpan(_sources);

    /// <summary>Writes text that stands for a range of the source.</summary>
    public void Write(ReadOnlySpan<char> text, int sourceStart, int sourceEnd)
    {
        _characters.AddRange(text);
        if (tracksSource)
        {
            for (int i = 0; i < text.Length; i++)
            {
                _sources.Add((sourceStart, sourceEnd));
            }
        }
    }

    /// <summary>Removes a character from the end as often as it stands there.</summary>
    public void TrimEnd(char character)
    {
        int kept = Characters.TrimEnd(character).Length;
        CollectionsMarshal.SetCount(_characters, kept);
        if (tracksSource)
        {
            CollectionsMarshal.SetCount(_sources, kept);
        }
    }

    /// <summary>Copies a stretch of the source, each code point standing for itself.</summary>
    public void Copy(ReadOnlySpan<char> source, int start, int end)
    {
        _characters.AddRange(source[start..end]);
        for (int i = start; tracksSource && i < end;)
        {
            int length = i + 1 < source.Length && char.IsSurrogatePair(source[i], source[i + 1]) ? 2 : 1;
            for (int unit = 0; unit < length && i + unit < end; unit++)
            {
                _sources.Add((i, i + length));
            }

            i += length;
        }
    }
}
