using System.Text;

namespace SotopiaPi.Torch;

/// <summary>The tokens of a unigram model with their log-probabilities.</summary>
internal sealed class UnigramScores
{
    private const double UnknownPenalty = 10;

    private readonly double[] _scores;

    /// <summary>Takes the tokens with their scores, in order of their ids.</summary>
    public UnigramScores(IReadOnlyList<(string Token, double Score)> tokens, int unknownId)
    {
        _scores = [.. tokens.Select(token => token.Score)];
        UnknownId = unknownId;
        Unknown = tokens.Select(token => token.Score).DefaultIfEmpty().Min() - UnknownPenalty;
        for (int id = 0; id < tokens.Count; id++)
        {
            if (tokens[id].Token.Length > 0)
            {
                Trie.Add(Encoding.UTF8.GetBytes(tokens[id].Token), id);
            }
        }
    }

    public ByteTrie Trie { get; } = new();

    public int UnknownId { get; }

    /// <summary>The score of a code point that no token covers.</summary>
    public double Unknown { get; }

    /// <summary>The score of a token.</summary>
    public double Of(int id) => _scores[id];
}
