using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>Turns examples into rows of tokens, exactly as play encodes them, no longer than a cutoff.</summary>
/// <param name="encode">Gives the ids of prompt and reply together, where the prompt ends, and which of them are learnt.</param>
/// <param name="cutoff">The most tokens of an example.</param>
internal sealed class ExampleEncoder(Func<IReadOnlyList<ChatMessage>, string, ChatExample> encode, int cutoff)
{
    /// <summary>Encodes as a chat tokenizer does.</summary>
    /// <param name="model">The model, whose tokenizer is loaded when it is needed first and none is given.</param>
    /// <param name="tokenizer">The tokenizer, or <see langword="null"/>.</param>
    public static Func<IReadOnlyList<ChatMessage>, string, ChatExample> Of(string model, ChatTokenizer? tokenizer)
    {
        Lazy<ChatTokenizer> shared = new(() => tokenizer ?? ChatTokenizer.Load(model));
        return (prompt, reply) => shared.Value.EncodeExample(prompt, reply);
    }

    /// <summary>Encodes an example.</summary>
    /// <exception cref="InvalidOperationException">Its weight is not a finite number of at least 0.</exception>
    public EncodedExample Encode(SupervisedExample example)
    {
        if (!(example.Weight >= 0 && double.IsFinite(example.Weight)))
        {
            throw new InvalidOperationException($"Example '{example.Key}' has the weight {example.Weight}, wanted a finite number of at least 0.");
        }

        var (ids, promptLength, learnt) = encode(example.Prompt, example.Reply);
        var (prompt, reply) = ProportionalCut.Lengths(promptLength, ids.Count - promptLength, cutoff);
        int[] kept = [.. Enumerable.Range(0, prompt), .. Enumerable.Range(promptLength, reply)];
        float[] weights = [.. kept.Select((from, to) => to > 0 && learnt[from] ? (float)example.Weight : 0)];
        return new EncodedExample(example.Key, example.Group, new TokenSequence([.. kept.Select(i => ids[i])], weights), kept.Length < ids.Count);
    }
}
