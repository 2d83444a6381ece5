using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Bounds what goes through the model at once.</summary>
/// <param name="Tokens">The most tokens.</param>
/// <param name="Bytes">The most memory of their activations.</param>
/// <param name="Memory">What tokens and targets take.</param>
internal sealed record BatchBudget(int Tokens, long Bytes, ActivationMemory Memory)
{
    /// <summary>Makes the bound that a trainer's settings ask for.</summary>
    public static BatchBudget For(DecoderConfig config, ScalarType type, Device device, bool checkpointing, bool inputsKept, SequenceTrainerOptions options)
    {
        bool onKernels = device.type == DeviceType.CPU && type == ScalarType.Float32;
        return new BatchBudget(options.TokenBudget, options.MemoryBudget ?? long.MaxValue, ActivationMemory.For(config, type, onKernels, inputsKept, checkpointing));
    }

    /// <summary>Makes a bound on tokens alone.</summary>
    public static BatchBudget OfTokens(int tokens) => new(tokens, long.MaxValue, new ActivationMemory(0, 0));

    /// <summary>Says whether so many tokens with so many targets may go through together.</summary>
    public bool Fits(int tokens, int targets) => tokens <= Tokens && Memory.Of(tokens, targets) <= Bytes;

    /// <summary>Gives what is left while the activations of some tokens stay alive.</summary>
    public BatchBudget Without(int tokens, int targets) => this with { Tokens = Tokens - tokens, Bytes = Bytes - Memory.Of(tokens, targets) };

    /// <summary>Groups items of similar size, largest first, so that little is padded where sequences attend together.</summary>
    /// <param name="sizes">Tokens and targets of each.</param>
    /// <returns>The indices of each group; an item that does not fit goes alone.</returns>
    public IReadOnlyList<int[]> Split(IReadOnlyList<(int Tokens, int Targets)> sizes)
    {
        List<int[]> groups = [];
        List<int> group = [];
        (int Tokens, int Targets) sum = default;
        foreach (int index in Enumerable.Range(0, sizes.Count).OrderByDescending(i => sizes[i].Tokens))
        {
            (int Tokens, int Targets) next = (sum.Tokens + sizes[index].Tokens, sum.Targets + sizes[index].Targets);
            if (group.Count > 0 && !Fits(next.Tokens, next.Targets))
            {
                groups.Add([.. group]);
                group.Clear();
                next = sizes[index];
            }

            group.Add(index);
            sum = next;
        }

        if (group.Count > 0)
        {
            groups.Add([.. group]);
        }

        return groups;
    }
}
