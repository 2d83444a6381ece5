namespace SotopiaPi.Docs.Tests;

/// <summary>A fenced block: the language, the words after it, the text, and its line on the page.</summary>
internal sealed record PageBlock(string Language, IReadOnlyList<string> Marks, string Text, int Line)
{
    public bool IsMarked(string mark) => Marks.Contains(mark);
}
