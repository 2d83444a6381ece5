namespace SotopiaPi.Torch;

/// <summary>Joins encoded turns and cuts what is too long. The arithmetic is that of the sources named at <see cref="PieceCut"/>.</summary>
internal static class PieceCutting
{
    public static ChatExample Proportional(List<EncodedTurn> turns, int cutoff, bool lastOnly)
    {
        List<int> ids = [];
        List<bool> learnt = [];
        for (int i = 0; i < turns.Count; i++)
        {
            (int[] prompt, int[] reply) = turns[i];
            double total = prompt.Length + reply.Length;
            int promptLength = Math.Min(prompt.Length, Share(cutoff, prompt.Length / total));
            int replyLength = Math.Min(reply.Length, Share(cutoff, reply.Length / total));
            Append(ids, learnt, prompt.AsSpan(0, promptLength), false);
            Append(ids, learnt, reply.AsSpan(0, replyLength), !lastOnly || i == turns.Count - 1);
        }

        int kept = Math.Min(ids.Count, cutoff);
        return Make(ids[..kept], learnt[..kept]);
    }

    public static ChatExample RunningTotal(List<EncodedTurn> turns, int cutoff, bool lastOnly)
    {
        List<(int[] Ids, bool Learnt)> parts = [];
        int total = 0;
        for (int i = 0; i < turns.Count && total < cutoff; i++)
        {
            (int[] prompt, int[] reply) = turns[lastOnly ? turns.Count - 1 - i : i];
            (int promptLength, int replyLength) = Lengths(prompt.Length, reply.Length, cutoff - total);
            total += promptLength + replyLength;
            (int[], bool)[] turn = [(prompt[..promptLength], false), (reply[..replyLength], !lastOnly || i == 0)];
            parts.InsertRange(lastOnly ? 0 : parts.Count, turn);
        }

        return Make([.. parts.SelectMany(part => part.Ids)], [.. parts.SelectMany(part => part.Ids.Select(_ => part.Learnt))]);
    }

    private static (int Prompt, int Reply) Lengths(int prompt, int reply, int cutoff)
    {
        int most = reply * 2L < cutoff ? cutoff
            : prompt * 2L < cutoff ? cutoff - prompt
            : (int)(cutoff * (reply / (double)(prompt + reply)));
        int replyLength = Math.Min(most, reply);
        return (Math.Min(Math.Max(cutoff - replyLength, 0), prompt), replyLength);
    }

    private static int Share(int cutoff, double share) => double.IsNaN(share) ? 0 : (int)(cutoff * share);

    private static void Append(List<int> ids, List<bool> learnt, ReadOnlySpan<int> part, bool isLearnt)
    {
        ids.AddRange(part);
        for (int i = 0; i < part.Length; i++)
        {
            learnt.Add(isLearnt);
        }
    }

    private static ChatExample Make(List<int> ids, List<bool> learnt)
    {
        int first = learnt.IndexOf(true);
        bool oneStretch = first >= 0 && !learnt[first..].Contains(false);
        return new ChatExample(ids, oneStretch ? first : 0, learnt);
    }
}
