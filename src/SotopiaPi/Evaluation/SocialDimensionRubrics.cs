namespace SotopiaPi;

/// <summary>Rubrics: sets of dimensions whose definitions tell a judge what the numbers mean.</summary>
public static class SocialDimensionRubrics
{
    /// <summary>Gets the seven dimensions with four bands each, as the reference's extended evaluator has them, in our own words (sotopia-lab/sotopia@a0aaafb4, <c>SotopiaDimensionsPlus</c>).</summary>
    public static IReadOnlyList<SocialDimension> Banded { get; } =
    [
        With(SocialDimension.Believability, (0, 3, "hardly a person: repetitive, confused about who it is"), (4, 6, "plausible in parts"), (7, 8, "convincing almost throughout"), (9, 10, "as a person with this character would act")),
        With(SocialDimension.Relationship, (-5, -3, "the relationship is worse, with conflict or distance"), (-2, 0, "unchanged or a little strained"), (1, 3, "better than before"), (4, 5, "much closer, with trust and support")),
        With(SocialDimension.Knowledge, (0, 3, "nothing new, or hardly"), (4, 6, "something new"), (7, 8, "something new that matters"), (9, 10, "something decisive")),
        With(SocialDimension.Secret, (-10, -7, "the heart of the secret is out"), (-6, -4, "part of it is out"), (-3, -1, "a small hint was given"), (0, 0, "nothing was given away")),
        With(SocialDimension.SocialRules, (-10, -8, "a law was broken"), (-7, -5, "somebody was wronged"), (-4, -2, "bad manners that others would mind"), (-1, 0, "nothing to object to")),
        With(SocialDimension.FinancialAndMaterialBenefits, (-5, -3, "a great loss"), (-2, 0, "a small loss or none"), (1, 3, "a small gain"), (4, 5, "a great gain")),
        With(SocialDimension.Goal, (0, 3, "the goal was hardly approached"), (4, 6, "less than half of it was reached"), (7, 8, "more than half of it was reached"), (9, 10, "all of it was reached")),
    ];

    /// <summary>Adds bands to a dimension's definition.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="bands">The bands: the lowest and the highest score of each, and what they mean.</param>
    /// <returns>A dimension of the same name and range.</returns>
    /// <exception cref="ArgumentException">A band is empty or reaches out of the dimension's range.</exception>
    public static SocialDimension With(SocialDimension dimension, params (double Low, double High, string Meaning)[] bands)
    {
        ArgumentNullException.ThrowIfNull(bands);
        foreach ((double low, double high, string meaning) in bands)
        {
            if (low > high || low < dimension.Minimum || high > dimension.Maximum)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The band {low} to {high} (\"{meaning}\") does not fit {dimension.Name}, which goes from {dimension.Minimum} to {dimension.Maximum}."), nameof(bands));
            }
        }

        IEnumerable<string> texts = bands.Select(band => band.Low == band.High
            ? FormattableString.Invariant($"{band.Low}: {band.Meaning}")
            : FormattableString.Invariant($"{band.Low} to {band.High}: {band.Meaning}"));
        return dimension with { Definition = $"{dimension.Definition} Bands: {string.Join("; ", texts)}." };
    }
}
