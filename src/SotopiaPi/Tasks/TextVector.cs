namespace SotopiaPi;

/// <summary>A text as numbers by which texts are compared: an embedding, or how often each piece of it occurs.</summary>
internal sealed class TextVector
{
    private const int Piece = 5;
    private readonly ReadOnlyMemory<float> _embedding;
    private readonly Dictionary<string, int> _pieces = new(StringComparer.Ordinal);
    private readonly double _length;

    private TextVector(ReadOnlyMemory<float> embedding)
    {
        _embedding = embedding;
        _length = Math.Sqrt(Product(embedding.Span, embedding.Span));
    }

    private TextVector(string plain)
    {
        for (int i = 0; i == 0 || i + Piece <= plain.Length; i++)
        {
            string piece = plain.Substring(i, Math.Min(Piece, plain.Length));
            _pieces[piece] = _pieces.GetValueOrDefault(piece) + 1;
        }

        _length = Math.Sqrt(_pieces.Values.Sum(count => (double)count * count));
    }

    public static TextVector OfEmbedding(ReadOnlyMemory<float> embedding) => new(embedding);

    /// <summary>Counts the pieces of five characters; case and kinds of white space do not count.</summary>
    public static TextVector OfPieces(string text) => new(string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    public double Cosine(TextVector other)
    {
        double product = _embedding.Length > 0
            ? Product(_embedding.Span, other._embedding.Span)
            : _pieces.Sum(piece => (double)piece.Value * other._pieces.GetValueOrDefault(piece.Key));
        return _length * other._length == 0 ? 0 : product / (_length * other._length);
    }

    private static double Product(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        double sum = 0;
        for (int i = 0; i < Math.Min(first.Length, second.Length); i++)
        {
            sum += (double)first[i] * second[i];
        }

        return sum;
    }
}
