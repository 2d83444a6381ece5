using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>Turns examples into rows of tokens, exactly as play encodes them, no longer than a cutoff.</summary>
/// <param name="encode">Gives the ids of prompt and reply together, where the prompt ends, and which of them are learnt.</param>
/// <param name="cutoff">The most tokens of an example.</param>
internal sealed class ExampleEncoder(Func<IReadOnlyList<ChatMessage>, string, ChatExample> encode, int cutoff)
{
    /// <summary>Encodes examples.</summary>
    /// <exception cref="InvalidOperationException">One is of a kind that this trainer does not learn from.</exception>
    public IReadOnlyList<EncodedExample> Encode(IReadOnlyList<TrainingExample> examples) => [.. examples.Select(Encode)];

    private EncodedExample Encode(TrainingExample example)
    {
        if (example is not SupervisedExample supervised)
        {
            throw new InvalidOperationException($"Example '{example.Key}' is a {example.GetType().Name}, wanted a {nameof(SupervisedExample)}: this trainer imitates replies.");
        }

        if (!(supervised.Weight >= 0 && double.IsFinite(supervised.Weight)))
        {
            throw new InvalidOperationException($"Example '{example.Key}' has the weight {supervised.Weight}, wanted a finite number of at least 0.");
        }

        var (ids, promptLength, learnt) = encode(supervised.Prompt, supervised.Reply);
        var (prompt, reply) = ProportionalCut.Lengths(promptLength, ids.Count - promptLength, cutoff);
        int[] kept = [.. Enumerable.Range(0, prompt), .. Enumerable.Range(promptLength, reply)];
        float[] weights = [.. kept.Select((from, to) => to > 0 && learnt[from] ? (float)supervised.Weight : 0)];
        return new EncodedExample(example.Key, supervised.Group, new TokenSequence([.. kept.Select(i => ids[i])], weights), kept.Length < ids.Count);
    }
}
