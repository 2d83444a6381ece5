using System.Text;

namespace SotopiaPi.Testing;

/// <summary>Makes replies that models might give and some that none would: random, cut off, fenced, nested, without JSON, huge, in many languages. Equal seeds give equal replies.</summary>
internal static class RandomReplies
{
    private static readonly string[] s_pieces =
    [
        "{", "}", "[", "]", "\"", "'", ":", ",", "\\", "\\u12", "\\ud83d", "“", "”", "`", "```json\n", "```", "\n", "\t", " ", "</think>", "<think>", "null", "true", "7", "-3.5", "1e999", "NaN",
        "\"action_type\"", "\"argument\"", "\"to\"", "speak", "\"leave\"", "\"evaluations\"", "\"agent_1\"", "\"goal\"", "\"reasoning\"", "\"score\"", "\"utterance\"", "\"turn_1\"", "\"scenario\"", "\"agent_goals\"",
        "é", "ß", "漢字", "مرحبا", "नमस्ते", "😀", "\ud800", "\udfff", "\u0000", "\u2028", "I accept.", "Sure, here it is:",
    ];

    private static readonly string[] s_whole =
    [
        """{"action_type": "speak", "argument": "I ask 23 coins.", "to": []}""",
        """{"evaluations": {"agent_1": {"goal": {"reasoning": "Deal.", "score": 7}, "secret": {"reasoning": "", "score": -3}}, "agent_2": {"goal": {"reasoning": "x", "score": 11}}}}""",
        """{"turn_1": 3, "turn_3": 0, "utterance": "turn_1"}""",
        """{"codename": "x_y", "scenario": "Two neighbours meet.", "agent_goals": ["a", "b"], "relationship": 2, "age_constraint": "[(18, 70), (18, 70)]", "occupation_constraint": "[[], []]"}""",
    ];

    public static string Of(int seed)
    {
        Random random = new(seed);
        string reply = random.Next(3) == 0 ? Pieces(random, random.Next(60)) : s_whole[random.Next(s_whole.Length)];
        for (int changes = random.Next(4); changes > 0; changes--)
        {
            reply = Change(random, reply);
        }

        return random.Next(2000) == 0 ? string.Concat(Enumerable.Repeat(reply, 1 + (50_000 / Math.Max(1, reply.Length)))) : reply;
    }

    private static string Change(Random random, string reply)
    {
        int at = random.Next(reply.Length + 1);
        switch (random.Next(6))
        {
            case 0: return reply[..at];
            case 1: return reply.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
            case 2: return reply.Remove(at, Math.Min(random.Next(8), reply.Length - at));
            case 3: return $"Here:\n```json\n{reply}\n```\nDone.";
            case 4: return $$"""{"value": {{reply}}}""";
            default: return Pieces(random, random.Next(10)) + reply;
        }
    }

    private static string Pieces(Random random, int count)
    {
        StringBuilder text = new();
        for (int i = 0; i < count; i++)
        {
            text.Append(s_pieces[random.Next(s_pieces.Length)]);
        }

        return text.ToString();
    }
}
