namespace SotopiaPi;

/// <summary>How far two labellers of the same episodes agree on a label.</summary>
/// <param name="First">The first labeller.</param>
/// <param name="Second">The second labeller.</param>
/// <param name="Label">The label.</param>
/// <param name="Agreeing">The share of the episodes that both labelled on which they say the same; an episode without a label of either is missing.</param>
/// <param name="Kappa">Agreement beyond chance (Fleiss' κ of two labellers); <see langword="null"/> when one value is used for everything, or nothing was labelled by both.</param>
public sealed record LabelAgreement(string First, string Second, string Label, Proportion Agreeing, double? Kappa)
{
    /// <summary>Compares labels by position.</summary>
    /// <param name="first">The first labeller's name.</param>
    /// <param name="second">The second labeller's name.</param>
    /// <param name="label">The label.</param>
    /// <param name="pairs">The values of each episode; <see langword="null"/> for missing ones.</param>
    /// <returns>The agreement.</returns>
    internal static LabelAgreement Of(string first, string second, string label, IReadOnlyList<(string? First, string? Second)> pairs)
    {
        string[][] both = [.. pairs.Where(pair => pair is { First: not null, Second: not null }).Select(pair => new[] { pair.First!, pair.Second! })];
        Proportion agreeing = Proportion.Of(both.Count(pair => pair[0] == pair[1]), both.Length) with { Missing = pairs.Count - both.Length };
        return new LabelAgreement(first, second, label, agreeing, both.Length == 0 ? null : Agreement.FleissKappa(both));
    }
}
