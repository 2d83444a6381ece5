namespace SotopiaPi.Torch;

/// <summary>Takes the ids of a text, and on request the range and the shown text of each.</summary>
internal sealed class TokenSink(bool tracksRanges)
{
    public List<int> Ids { get; } = [];

    /// <summary>The range of each id in the text as given, in UTF-16 units; empty unless tracked.</summary>
    public List<(int Start, int End)> Ranges { get; } = [];

    /// <summary>The text of each token as an encoding shows it; empty unless tracked.</summary>
    public List<string> Values { get; } = [];

    public bool TracksRanges => tracksRanges;

    /// <summary>Ranges inside the word at hand; reused from word to word.</summary>
    public List<(int Start, int End)> WordRanges { get; } = [];

    public void Add(int id, (int Start, int End) range, string value)
    {
        Ids.Add(id);
        Ranges.Add(range);
        Values.Add(value);
    }
}
