using System.Text;

namespace SotopiaPi.Torch.Tests;

/// <summary>A byte-level vocabulary: every byte, some pieces, whole frames of actions, and two control tokens.</summary>
internal static class TinyVocabulary
{
    public const int End = 0;
    public const int Control = 1;

    public static readonly string[] Frames =
    [
        """{"action_type": "speak", "argument": " """.TrimEnd(), """{"action_type": "leave", "argument": ""}""",
        """{"action_type": "none", "argument": ""}""", "\"}",
    ];

    private static readonly string[] s_pieces =
    [
        .. Frames, "{\"", "\": ", ": ", ", ", "\", \"", "action", "_type", " I", " offer", "coins.", "\\", "\\\"", "\\u", "\\ud8", "00", "é", " \"", "\"s", "true", "fal", "-1", "12", "\":", "]}", "[{", "",
        "日本", "😀", "n\"", "\r\n",
    ];

    public static byte[]?[] Tokens { get; } =
    [
        Encoding.UTF8.GetBytes("<|end|>"), null,
        .. Enumerable.Range(0, 256).Select(value => new[] { (byte)value }),
        .. s_pieces.Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes("日本")[..4], Encoding.UTF8.GetBytes("日本")[4..], Encoding.UTF8.GetBytes("é\"")[1..],
    ];

    public static TokenVocabulary Vocabulary { get; } = new(Tokens, [End]);

    public static TokenConstraint Constraint(BytePattern pattern) => new(ByteAutomaton.Compile(pattern), Vocabulary, Encode);

    public static string Text(IEnumerable<int> tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(token => Vocabulary.Bytes(token).ToArray())]);

    /// <summary>Longest match from the left, which is how a frame stays whole.</summary>
    public static IReadOnlyList<int> Encode(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var tokens = new List<int>();
        for (int at = 0; at < bytes.Length;)
        {
            int best = Enumerable.Range(2, Tokens.Length - 2)
                .Where(id => Tokens[id]!.Length > 0 && bytes.AsSpan(at).StartsWith(Tokens[id])).MaxBy(id => Tokens[id]!.Length);
            tokens.Add(best);
            at += Tokens[best]!.Length;
        }

        return tokens;
    }
}
