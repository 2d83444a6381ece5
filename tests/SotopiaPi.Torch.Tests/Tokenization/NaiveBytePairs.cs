using System.Text;

namespace SotopiaPi.Torch.Tests;

/// <summary>Byte-pair encoding by its definition: the neighbours of lowest rank merge, the leftmost of them, until none merge.</summary>
internal sealed class NaiveBytePairs
{
    private readonly Dictionary<(string, string), int> _ranks = [];
    private readonly Dictionary<string, int> _ids = [];

    /// <summary>Makes a vocabulary of all bytes and random merges.</summary>
    public NaiveBytePairs(int merges, int seed)
    {
        Random random = new(seed);
        List<string> tokens = [.. Enumerable.Range(0, 256).Select(b => ByteAlphabet.Write([(byte)b]))];
        tokens.ForEach(token => _ids.Add(token, _ids.Count));
        string[] common = [.. "the Helo wrd'sI1.".Select(c => ByteAlphabet.Write([(byte)c])), .. "é日😀"u8.ToArray().Select(b => ByteAlphabet.Write([b]))];
        tokens = [.. common];
        while (Merges.Count < merges)
        {
            (string left, string right) = (tokens[random.Next(tokens.Count)], tokens[random.Next(tokens.Count)]);
            if (left.Length + right.Length <= 12 && _ranks.TryAdd((left, right), _ranks.Count))
            {
                Merges.Add((left, right));
                _ids.TryAdd(left + right, _ids.Count);
                tokens.Add(left + right);
            }
        }
    }

    public List<(string Left, string Right)> Merges { get; } = [];

    public Vocabulary Vocabulary()
    {
        Vocabulary vocabulary = new(_ids.Count);
        foreach ((string token, int id) in _ids)
        {
            vocabulary.Add(token, id);
        }

        return vocabulary;
    }

    public MergeTable Table(Vocabulary vocabulary)
    {
        MergeTableBuilder builder = new(vocabulary, Merges.Count);
        Merges.ForEach(merge => builder.Add(merge.Left, merge.Right));
        return builder.Table;
    }

    public int[] Encode(string word)
    {
        List<string> symbols = [.. Encoding.UTF8.GetBytes(word).Select(b => ByteAlphabet.Write([b]))];
        while (true)
        {
            int best = -1;
            int bestRank = int.MaxValue;
            for (int i = 0; i + 1 < symbols.Count; i++)
            {
                if (_ranks.TryGetValue((symbols[i], symbols[i + 1]), out int rank) && rank < bestRank)
                {
                    (best, bestRank) = (i, rank);
                }
            }

            if (best < 0)
            {
                return [.. symbols.Select(symbol => _ids[symbol])];
            }

            symbols[best] += symbols[best + 1];
            symbols.RemoveAt(best + 1);
        }
    }
}
