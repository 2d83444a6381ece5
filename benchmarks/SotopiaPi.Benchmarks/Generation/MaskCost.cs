using System.Diagnostics;
using System.Text.Json;
using SotopiaPi.Torch;

namespace SotopiaPi.Benchmarks;

/// <summary>What following a schema costs for each token, with a vocabulary of 150,000: the masks of the schema are made once, then found and applied.</summary>
internal static class MaskCost
{
    private const double LimitMicroseconds = 50;
    private const int Replies = 200;

    public static IEnumerable<Ratio> Measure()
    {
        if (!RatioCommand.Wants("mask_150k"))
        {
            yield break;
        }

        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromTokenizerJson(LargeTokenizer.Json());
        var vocabulary = new TokenVocabulary(Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenBytes), []);
        JsonElement schema = ActionFormat.Schema(ActionType.All);
        TokenConstraint constraint = new OutputGrammar(vocabulary, tokenizer.EncodeContinued).Schema(schema);
        var (first, _) = Walk(constraint, vocabulary.Count, seed: 0);
        double seconds = 0;
        long tokens = 0;
        for (int seed = 1; seed <= Replies; seed++)
        {
            var (spent, steps) = Walk(constraint, vocabulary.Count, seed);
            (seconds, tokens) = (seconds + spent, tokens + steps);
        }

        double each = seconds / tokens * 1e6;
        yield return new Ratio("mask_150k", each, LimitMicroseconds, "µs a token", LimitMicroseconds / each) with { Note = FormattableString.Invariant($"{vocabulary.Count} tokens, {tokens} drawn in {Replies} actions, finding and applying the mask; the baseline is the limit. The first action, which makes its masks, takes {first * 1e3:F0} ms") };
    }

    /// <summary>Draws a reply at random among what the masks allow; times the masks alone.</summary>
    private static (double Seconds, int Tokens) Walk(TokenConstraint constraint, int count, int seed)
    {
        var random = new Random(seed);
        float[] logits = new float[count];
        int state = ByteAutomaton.Start;
        long ticks = 0;
        int tokens = 0;
        while (!constraint.IsComplete(state) && tokens < 200)
        {
            IReadOnlyList<int> forced = constraint.ForcedTokens(state);
            foreach (int token in forced)
            {
                state = constraint.Next(state, token);
            }

            if (forced.Count > 0)
            {
                continue;
            }

            Array.Fill(logits, 1f);
            long start = Stopwatch.GetTimestamp();
            constraint.Mask(state).Apply(logits);
            ticks += Stopwatch.GetTimestamp() - start;
            tokens++;
            int[] allowed = [.. Enumerable.Range(0, count).Where(token => float.IsFinite(logits[token]))];
            state = constraint.Next(state, allowed[random.Next(allowed.Length)]);
        }

        return (Stopwatch.GetElapsedTime(0, ticks).TotalSeconds, tokens);
    }
}
