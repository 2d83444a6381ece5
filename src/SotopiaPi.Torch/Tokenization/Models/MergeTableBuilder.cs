namespace SotopiaPi.Torch;

/// <summary>Fills a merge table from merges in order of rank.</summary>
internal sealed class MergeTableBuilder(Vocabulary vocabulary, int capacity)
{
    /// <summary>The table so far.</summary>
    public MergeTable Table { get; } = new(capacity);

    /// <summary>The number of merges added, which is the rank of the next.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a merge written as <c>"a b"</c>.</summary>
    public void AddLine(string line)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || space == line.Length - 1 || line.IndexOf(' ', space + 1) >= 0)
        {
            throw new TokenizerException($"Merge {Count} is '{Shown.Text(line)}'; two tokens with one space between them were wanted.");
        }

        Add(line.AsSpan(0, space), line.AsSpan(space + 1));
    }

    /// <summary>Adds a merge of two tokens.</summary>
    public void Add(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (Count == capacity)
        {
            throw new InvalidOperationException($"The table was made for {capacity} merges.");
        }

        int length = left.Length + right.Length;
        Span<char> joined = length <= 256 ? stackalloc char[length] : new char[length];
        left.CopyTo(joined);
        right.CopyTo(joined[left.Length..]);
        Table.Add(Find(left), Find(right), Count, Find(joined));
        Count++;
    }

    private int Find(ReadOnlySpan<char> token) =>
        vocabulary.FindInModel(token) is >= 0 and int id
            ? id
            : throw new TokenizerException($"Merge {Count} needs the token '{Shown.Text(token.ToString())}', which is not in the vocabulary.");
}
