using SotopiaPi.Torch;

namespace SotopiaPi.Benchmarks;

/// <summary>Played examples as tokens, by the seat that they belong to.</summary>
/// <param name="Seats">The rows of each seat, oldest turn first.</param>
internal sealed record TrainingWorkload(IReadOnlyList<TokenSequence[]> Seats)
{
    public const int Batch = 4;
    private const int SampledBatches = 4;

    public IReadOnlyList<TokenSequence> Rows { get; } = [.. Seats.SelectMany(seat => seat)];

    public long Tokens => Rows.Sum(row => (long)row.Ids.Length);

    public static TrainingWorkload Of(PromptPack pack, ChatTokenizer tokenizer) => new(
        [.. PlayedExamples.Of(pack).GroupBy(example => example.Group).Select(seat => seat.Select(example => Encode(example, tokenizer)).ToArray())]);

    /// <summary>Draws rows for the padded batches: one of each stratum of lengths, in random order, from a fixed seed.</summary>
    public IReadOnlyList<TokenSequence[]> Sample()
    {
        Random random = new(11);
        TokenSequence[] sorted = [.. Rows.OrderBy(row => row.Ids.Length)];
        int strata = Batch * SampledBatches;
        TokenSequence[] drawn = [.. Enumerable.Range(0, strata).Select(i => sorted[random.Next(i * sorted.Length / strata, (i + 1) * sorted.Length / strata)])];
        random.Shuffle(drawn);
        return [.. drawn.Chunk(Batch)];
    }

    private static TokenSequence Encode(SupervisedExample example, ChatTokenizer tokenizer)
    {
        ChatExample ids = tokenizer.EncodeExample(example.Prompt, example.Reply);
        return new TokenSequence([.. ids.Ids], [.. ids.Learnt.Select(learnt => learnt ? 1f : 0)]);
    }
}
