using LLama.Native;
using Microsoft.Extensions.AI;
using SotopiaPi.Torch;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>
/// SmolLM2-135M on prompts of published scenes, against llama.cpp as a user of .NET gets it and against a plain padded loop; once by token ids, once the way
/// users take, through the chat client. Every variant is greedy and writes replies of one length.
/// </summary>
internal sealed class GenerationRatios : IRatioGroup
{
    private const int PromptTokens = 512;
    private const int NewTokens = 64;
    private const int ReplyTokens = 55;         // an action in the published training records
    private const int Turns = 10;
    private const int Agents = 32;
    private const int SampledAgents = 8;
    private const int CheckedTokens = 8;

    private static readonly GenerationModel s_model = new();

    public string Name => "generation";

    public IEnumerable<Ratio> Measure(bool full) =>
        BatchRatios(LLamaFtype.ALL_F32, "llamacpp_f32", ScalarType.Float32, [1, 16, 64])
            .Concat(BatchRatios(LLamaFtype.MOSTLY_Q8_0, "llamacpp_q8", s_model.BestType, [16, 64]))
            .Concat(RolloutRatios(full))
            .Concat(MaskCost.Measure());

    private static IEnumerable<Ratio> BatchRatios(LLamaFtype peerType, string name, ScalarType type, int[] sizes)
    {
        using LlamaPeer peer = LlamaPeer.Load(peerType);
        foreach (int rows in sizes.Where(rows => RatioCommand.Wants($"{name}_batch{rows}")))
        {
            IReadOnlyList<IReadOnlyList<ChatMessage>> messages = RolloutPrompts.OfLength(s_model.Tokenizer, rows, PromptTokens);
            int[][] prompts = [.. messages.Select(prompt => s_model.Tokenizer.EncodePrompt(prompt))];
            int repeats = rows <= 16 ? 2 : 1;
            BatchTimes theirs = Best(repeats, () => peer.Run(prompts, NewTokens), () => peer.Run(prompts[..1], 2));
            BatchTimes ours = s_model.WithEngine(type, engine => Best(repeats, () => engine.Run(prompts, NewTokens), () => engine.Run(prompts[..1], 2)));
            double agreement = ours.Agreement(theirs, CheckedTokens);
            Check(agreement >= (peerType == LLamaFtype.ALL_F32 ? 0.9 : 0.5), $"only {agreement:P0} of the replies begin alike");
            string note = FormattableString.Invariant($"{type}, {rows} × ({PromptTokens} + {NewTokens}) tokens; {agreement:P0} of the replies have the same first {CheckedTokens} tokens");
            yield return Ratio.Of($"{name}_batch{rows}", rows * NewTokens / ours.Total, rows * NewTokens / theirs.Total, "output tokens/s") with { Note = note };
            yield return Ratio.Of($"{name}_batch{rows}_prefill", rows * PromptTokens / ours.Prefill, rows * PromptTokens / theirs.Prefill, "tokens/s") with { Note = note };
            yield return Ratio.Of($"{name}_batch{rows}_decode", ours.DecodeRate, theirs.DecodeRate, "tokens/s") with { Note = note };
            double seconds = s_model.WithClient(type, client => Enumerable.Range(0, repeats).Min(_ => client.Run(messages, NewTokens)));
            yield return Ratio.Of($"{name}_batch{rows}_chat_client", rows * NewTokens / seconds, rows * NewTokens / theirs.Total, "output tokens/s") with { Note = note };
        }
    }

    private static IEnumerable<Ratio> RolloutRatios(bool full)
    {
        (string Name, PromptPack Pack)[] packs = [("reference", ReferencePack.Load()), ("own", PromptPack.Default)];
        using var loop = new PaddedLoop();
        if (RatioCommand.Wants("baseline_prefill_gemm_share"))
        {
            int[][] prompts = [.. RolloutPrompts.OfLength(s_model.Tokenizer, 8, 700).Select(prompt => s_model.Tokenizer.EncodePrompt(prompt))];
            var (prefill, products) = loop.Speeds(prompts);
            yield return Ratio.Of("baseline_prefill_gemm_share", prefill / 1e9, products / 1e9, "GFLOP/s") with { Note = "the padded loop's prefill against torch's products alone; at least 0.7 is wanted" };
        }

        foreach (var (name, pack) in packs)
        {
            var sample = new RolloutWork(s_model.Tokenizer, pack, full ? Agents : SampledAgents, Turns);
            var ours = new Lazy<(RolloutTimes Engine, double ClientSeconds)>(() => (
                s_model.WithEngine(ScalarType.Float32, engine => engine.Rollout(sample.Prompts, ReplyTokens)),
                s_model.WithClient(ScalarType.Float32, client => client.Rollout(sample.Messages, ReplyTokens))));
            if (RatioCommand.Wants($"rollout_vs_padded_loop_{name}_pack"))
            {
                int[][] first = [.. sample.Prompts.Take(4).Select(turns => turns[0])];
                double agreement = s_model.WithEngine(ScalarType.Float32, engine => engine.Run(first, CheckedTokens)).Agreement(loop.Run(first, CheckedTokens), CheckedTokens);
                Check(agreement >= 0.75, $"only {agreement:P0} of the replies begin as the padded loop's");
                RolloutTimes theirs = loop.Rollout(sample.Prompts, ReplyTokens);
                foreach (Ratio ratio in Compare($"rollout_vs_padded_loop_{name}_pack", sample, ours.Value, theirs))
                {
                    yield return ratio;
                }

                RolloutTimes plain = s_model.WithEngine(ScalarType.Float32, engine => engine.Rollout(sample.Prompts, ReplyTokens), guesses: false);
                yield return Ratio.Of($"rollout_vs_padded_loop_{name}_pack_without_drafts", sample.Replies * ReplyTokens / plain.Seconds, sample.Replies * ReplyTokens / theirs.Seconds, "output tokens/s") with { Note = "the same, guessing no tokens" };
            }

            if (name == "reference" && RatioCommand.Wants("rollout_vs_llamacpp_f32"))
            {
                using LlamaPeer peer = LlamaPeer.Load(LLamaFtype.ALL_F32);
                foreach (Ratio ratio in Compare("rollout_vs_llamacpp_f32", sample, ours.Value, peer.Rollout(sample.Prompts, ReplyTokens)))
                {
                    yield return ratio;
                }
            }

            if (RatioCommand.Wants($"rollout_whole_{name}_pack"))
            {
                var whole = new RolloutWork(s_model.Tokenizer, pack, Agents, Turns);
                RolloutTimes times = s_model.WithEngine(ScalarType.Float32, engine => engine.Rollout(whole.Prompts, ReplyTokens));
                yield return new Ratio($"rollout_whole_{name}_pack", whole.Replies * ReplyTokens / times.Seconds, 1, "output tokens/s", 1) with { Note = FormattableString.Invariant($"{Agents} agents × {Turns} turns, {times.Prefilled} of {whole.Tokens} prompt tokens computed; no baseline") };
            }
        }
    }

    private static IEnumerable<Ratio> Compare(string name, RolloutWork work, (RolloutTimes Engine, double ClientSeconds) ours, RolloutTimes theirs)
    {
        string note = FormattableString.Invariant($"{work.Prompts.Count} agents × {Turns} turns of {ReplyTokens} tokens; of {work.Tokens} prompt tokens ours computes {ours.Engine.Prefilled}, the baseline {theirs.Prefilled}");
        double tokens = work.Replies * ReplyTokens;
        yield return Ratio.Of(name, tokens / ours.Engine.Seconds, tokens / theirs.Seconds, "output tokens/s") with { Note = note };
        yield return Ratio.Of($"{name}_prefill_avoided", work.Tokens - ours.Engine.Prefilled, work.Tokens, "tokens") with { Note = "prompt tokens that were found instead of computed" };
        yield return Ratio.Of($"{name}_chat_client", tokens / ours.ClientSeconds, tokens / theirs.Seconds, "output tokens/s") with { Note = note };
    }

    private static BatchTimes Best(int repeats, Func<BatchTimes> run, Action warmUp)
    {
        warmUp();
        return Enumerable.Range(0, repeats).Select(_ => run()).MinBy(times => times.Total)!;
    }

    private static void Check(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"the variants disagree: {problem}");
        }
    }
}
