using System.Globalization;
using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>The items of a run, in the order of the examples.</summary>
/// <param name="Items">The items.</param>
/// <param name="CutExamples">The examples that were longer than the cutoff.</param>
internal sealed record TrainingData(IReadOnlyList<TrainingItem> Items, int CutExamples)
{
    private const int NamesInMessages = 10;

    /// <summary>Packs examples.</summary>
    /// <exception cref="InvalidOperationException">Examples have nothing to learn; the message names them.</exception>
    public static TrainingData Pack(IReadOnlyList<EncodedExample> examples, ExamplePacking packing)
    {
        RefuseEmpty(examples);
        TrainingItem[] items = packing == ExamplePacking.Independent
            ? [.. examples.Select(e => new TrainingItem(e.Key, [e.Key], [e.Sequence], e.Sequence.Ids.Length))]
            : [.. examples.GroupBy(e => e.Group).Select(Item)];
        return new TrainingData(items, examples.Count(e => e.IsCut));
    }

    /// <summary>Refuses examples of which no token is learnt.</summary>
    /// <exception cref="InvalidOperationException">There are such; the message names them.</exception>
    public static void RefuseEmpty(IReadOnlyList<EncodedExample> examples)
    {
        string[] empty = [.. examples.Where(e => e.Sequence.TargetCount == 0).Select(e => e.Key)];
        if (empty.Length > 0)
        {
            throw new InvalidOperationException($"{empty.Length} of {examples.Count} examples have no token to learn: {Names(empty)}. Remove those whose reply is empty or whose weight is 0, or raise the cutoff if the prompt leaves no room.");
        }
    }

    /// <summary>Lists names for a message, the first few of them.</summary>
    public static string Names(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(NamesInMessages).Select(name => $"'{name}'")) + (names.Count > NamesInMessages ? ", …" : "");

    /// <summary>Gives what identifies the content: names, ids and weights.</summary>
    public string Fingerprint() => StableKey.Of(Items.SelectMany(item => item.Sequences
        .Select(s => Convert.ToHexString(MemoryMarshal.AsBytes<int>(s.Ids)) + Convert.ToHexString(MemoryMarshal.AsBytes<float>(s.LossWeights)))
        .Prepend(string.Create(CultureInfo.InvariantCulture, $"{item.Sequences.Count} {item.PreferredRows} {item.Score}")).Prepend(item.Name)));

    private static TrainingItem Item(IGrouping<string, EncodedExample> group) => new(
        group.Key,
        [.. group.Select(e => e.Key)],
        TokenSequence.Merge([.. group.Select(e => e.Sequence)]),
        group.Sum(e => e.Sequence.Ids.Length));
}
