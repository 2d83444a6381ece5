namespace SotopiaPi.Torch;

/// <summary>Turns comparisons into items: the rows of the preferred side first, then those of the other.</summary>
/// <param name="encoder">Encodes the turns.</param>
internal sealed class PreferencePacking(ExampleEncoder encoder)
{
    /// <summary>Encodes a comparison.</summary>
    public (TrainingItem Item, IReadOnlyList<EncodedExample> Rows) Item(PreferenceExample example)
    {
        EncodedExample[] preferred = Rows(example.Key, "chosen", example.Chosen);
        EncodedExample[] rows = [.. preferred, .. Rows(example.Key, "rejected", example.Rejected)];
        TrainingItem item = new(example.Key, [example.Key], [.. rows.Select(row => row.Sequence)], rows.Sum(row => row.Sequence.Ids.Length)) { PreferredRows = preferred.Length };
        return (item, rows);
    }

    private EncodedExample[] Rows(string key, string side, IReadOnlyList<ExampleTurn> turns) => turns.Count > 0
        ? [.. turns.Select((turn, i) => encoder.Encode(new SupervisedExample($"{key}/{side}/{i}", turn.Prompt, turn.Reply)))]
        : throw new InvalidOperationException($"The {side} side of '{key}' has no turn, wanted at least one on each side.");
}
