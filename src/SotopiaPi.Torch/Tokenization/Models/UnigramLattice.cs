using System.Buffers;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>A piece of a segmentation.</summary>
/// <param name="Id">The token.</param>
/// <param name="Start">Where it begins, in bytes.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct UnigramPiece(int Id, int Start, int End);

/// <summary>
/// Finds the segmentation of highest probability (arXiv:1804.10959): at each position the best way to have got there. Of equal ways the one
/// found first stays, as in the reference.
/// </summary>
internal static class UnigramLattice
{
    /// <summary>Segments bytes; the pieces are written in order.</summary>
    public static void Segment(ReadOnlySpan<byte> bytes, UnigramScores scores, List<UnigramPiece> pieces)
    {
        Node[] nodes = ArrayPool<Node>.Shared.Rent(bytes.Length + 1);
        nodes.AsSpan(0, bytes.Length + 1).Fill(new Node { Start = -1 });
        nodes[0].Score = 0;
        for (int start = 0; start < bytes.Length;)
        {
            Rune.DecodeFromUtf8(bytes[start..], out _, out int length);
            if (!Extend(bytes, start, length, scores, nodes))
            {
                Offer(ref nodes[start + length], nodes[start].Score + scores.Unknown, scores.SinglePrecision, start, scores.UnknownId);
            }

            start += length;
        }

        int first = pieces.Count;
        for (int end = bytes.Length; end > 0; end = nodes[end].Start)
        {
            pieces.Add(new UnigramPiece(nodes[end].Id, nodes[end].Start, end));
        }

        pieces.Reverse(first, pieces.Count - first);
        ArrayPool<Node>.Shared.Return(nodes);
    }

    /// <summary>Offers each token that begins at a position; returns whether one was a single code point.</summary>
    private static bool Extend(ReadOnlySpan<byte> bytes, int start, int length, UnigramScores scores, Node[] nodes)
    {
        bool single = false;
        int node = ByteTrie.Root;
        for (int end = start; end < bytes.Length; end++)
        {
            node = scores.Trie.Step(node, bytes[end]);
            if (node < 0)
            {
                break;
            }

            if (scores.Trie.Value(node) is >= 0 and int id)
            {
                Offer(ref nodes[end + 1], nodes[start].Score + scores.Of(id, end + 1 - start), scores.SinglePrecision, start, id);
                single |= end + 1 - start == length;
            }
        }

        return single;
    }

    private static void Offer(ref Node node, double score, bool single, int start, int id)
    {
        score = single ? (float)score : score;
        if (node.Start < 0 || score > node.Score)
        {
            node = new Node { Score = score, Start = start, Id = id };
        }
    }

    private struct Node
    {
        public double Score;
        public int Start;
        public int Id;
    }
}
