namespace SotopiaPi;

/// <summary>How far the raters of the same items agree on a dimension (arXiv:2403.08715, Table 8).</summary>
/// <param name="Dimension">The name of the dimension.</param>
/// <param name="Units">The number of characters that two raters rated.</param>
/// <param name="Pairwise">The share of agreeing pairs, from 0 to 1, after scores were rounded to −1, 0 or 1 of the largest one; <see langword="null"/> without units.</param>
/// <param name="Randolph">Randolph's κ of the same; <see langword="null"/> when all scores fall together.</param>
/// <param name="Fleiss">Fleiss' κ of the same; <see langword="null"/> when all scores fall together.</param>
/// <param name="KrippendorffNominal">Krippendorff's α of the same.</param>
/// <param name="KrippendorffInterval">Krippendorff's α of the scores themselves.</param>
public sealed record HumanAgreement(string Dimension, int Units, double? Pairwise, double? Randolph, double? Fleiss, double? KrippendorffNominal, double? KrippendorffInterval)
{
    /// <summary>Computes the agreement on each dimension.</summary>
    /// <param name="answers">The answers; items with one rater do not count.</param>
    /// <returns>One row for each of the seven dimensions.</returns>
    public static IReadOnlyList<HumanAgreement> Of(IReadOnlyList<HumanStudyAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        HumanStudyAnswer[][] pairs = [.. answers.GroupBy(answer => answer.Item).Select(item => item.ToArray()).Where(item => item.Length == 2)];
        return [.. SocialDimension.All.Select(dimension => Of(dimension, Scores(pairs, dimension)))];
    }

    /// <summary>Rounds scores to parts of the largest one, as the reference does before it counts agreement (<c>agreement.py</c>); halves go to the even side.</summary>
    /// <param name="scores">The scores.</param>
    /// <returns>−1, 0 or 1 for each; 0 for all when all are 0.</returns>
    public static IReadOnlyList<int> Rounded(IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double largest = scores.Select(Math.Abs).DefaultIfEmpty(0).Max();
        return [.. scores.Select(score => largest == 0 ? 0 : (int)Math.Round(score / largest, MidpointRounding.ToEven))];
    }

    private static HumanAgreement Of(SocialDimension dimension, double[][] units)
    {
        if (units.Length == 0)
        {
            return new HumanAgreement(dimension.Name, 0, null, null, null, null, null);
        }

        IReadOnlyList<int> rounded = Rounded([.. units.SelectMany(unit => unit)]);
        IReadOnlyList<int>[] pairs = [.. rounded.Chunk(2)];
        return new HumanAgreement(
            dimension.Name,
            units.Length,
            Agreement.Pairwise(pairs),
            Agreement.RandolphKappa(pairs),
            Agreement.FleissKappa(pairs),
            KrippendorffAlpha.Of([.. pairs.Select(pair => pair.Select(value => (double?)value).ToArray())], MeasurementScale.Nominal),
            KrippendorffAlpha.Of([.. units.Select(unit => unit.Select(value => (double?)value).ToArray())]));
    }

    private static double[][] Scores(HumanStudyAnswer[][] pairs, SocialDimension dimension) =>
    [
        .. from pair in pairs
           from seat in pair[0].Marks.Select(mark => mark.Seat).Distinct()
           let scores = pair.Select(answer => (double?)answer.ScoreOf(seat, dimension)).ToArray()
           where scores.All(score => score is not null)
           select scores.Select(score => score!.Value).ToArray(),
    ];
}
