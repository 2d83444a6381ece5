using System.Text;

namespace SotopiaPi.Torch;

/// <summary>The tokens of a unigram model with their log-probabilities.</summary>
internal sealed class UnigramScores
{
    private const double UnknownPenalty = 10;
    private const double UserDefinedPenalty = 0.1;

    private readonly double[] _scores;
    private readonly double _best;
    private readonly HashSet<int> _userDefined = [];

    /// <summary>Takes the tokens with their scores, in order of their ids.</summary>
    public UnigramScores(IReadOnlyList<(string Token, double Score)> tokens, int unknownId)
    {
        _scores = [.. tokens.Select(token => token.Score)];
        UnknownId = unknownId;
        Unknown = _scores.DefaultIfEmpty().Min() - UnknownPenalty;
        for (int id = 0; id < tokens.Count; id++)
        {
            Add(tokens[id].Token, id);
        }
    }

    private UnigramScores(SentencePieceModel model)
    {
        _scores = [.. model.Pieces.Select(piece => (double)piece.Score)];
        UnknownId = model.UnknownId;
        SinglePrecision = true;
        double[] normal = [.. model.Pieces.Where(piece => piece.Type == PieceType.Normal).Select(piece => (double)piece.Score).DefaultIfEmpty()];
        (Unknown, _best) = ((float)normal.Min() - UnknownPenalty, normal.Max());
        for (int id = 0; id < model.Pieces.Count; id++)
        {
            if (model.Pieces[id].Type is PieceType.Normal or PieceType.UserDefined)
            {
                Add(model.Pieces[id].Text, id);
            }

            if (model.Pieces[id].Type == PieceType.UserDefined)
            {
                _userDefined.Add(id);
            }
        }
    }

    /// <summary>Takes the pieces of a SentencePiece model, of which control and byte pieces are not found in text.</summary>
    public static UnigramScores FromSentencePiece(SentencePieceModel model) => new(model);

    /// <summary>Whether the score of a path is rounded to single precision at each piece, as SentencePiece does.</summary>
    public bool SinglePrecision { get; }

    public ByteTrie Trie { get; } = new();

    public int UnknownId { get; }

    /// <summary>The score of a code point that no token covers.</summary>
    public double Unknown { get; }

    /// <summary>The score of a token that covers so many bytes; a user-defined one always wins.</summary>
    public double Of(int id, int length) => _userDefined.Count > 0 && _userDefined.Contains(id) ? (length * _best) - UserDefinedPenalty : _scores[id];

    private void Add(string token, int id)
    {
        if (token.Length > 0)
        {
            Trie.Add(Encoding.UTF8.GetBytes(token), id);
        }
    }
}
