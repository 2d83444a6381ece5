namespace Pretraining;

/// <summary>Learns byte-pair merges from word counts (Sennrich, Haddow, Birch 2016, arXiv:1508.07909). Ties go to the pair that comes first in ordinal order.</summary>
internal sealed class BpeTrainer
{
    private readonly List<(List<string> Pieces, long Count)> _words;

    /// <param name="words">Words in the byte alphabet, with how often they occur.</param>
    public BpeTrainer(IEnumerable<KeyValuePair<string, long>> words) =>
        _words = [.. words.Select(word => (word.Key.Select(letter => letter.ToString()).ToList(), word.Value))];

    /// <summary>Learns merges, the most frequent pair first, until there are as many as asked or every word is one piece.</summary>
    public List<(string Left, string Right)> Train(int merges)
    {
        List<(string, string)> learned = [];
        while (learned.Count < merges && MostFrequent() is { } pair)
        {
            learned.Add(pair);
            foreach ((List<string> pieces, _) in _words)
            {
                Apply(pieces, pair);
            }
        }

        return learned;
    }

    /// <summary>Replaces each occurrence of the pair, from the left.</summary>
    public static void Apply(List<string> pieces, (string Left, string Right) pair)
    {
        for (int i = 0; i + 1 < pieces.Count; i++)
        {
            if (pieces[i] == pair.Left && pieces[i + 1] == pair.Right)
            {
                pieces[i] += pieces[i + 1];
                pieces.RemoveAt(i + 1);
            }
        }
    }

    private (string Left, string Right)? MostFrequent()
    {
        Dictionary<(string Left, string Right), long> counts = [];
        foreach ((List<string> pieces, long count) in _words)
        {
            for (int i = 0; i + 1 < pieces.Count; i++)
            {
                (string, string) pair = (pieces[i], pieces[i + 1]);
                counts[pair] = counts.GetValueOrDefault(pair) + count;
            }
        }

        return counts.Count == 0 ? null : counts
            .OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key.Left, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Right, StringComparer.Ordinal)
            .First().Key;
    }
}
