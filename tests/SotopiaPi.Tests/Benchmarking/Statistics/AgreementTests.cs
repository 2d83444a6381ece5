namespace SotopiaPi.Tests.Benchmarking.Statistics;

public sealed class AgreementTests
{
    private static readonly string[][] Ratings = [["a", "a"], ["a", "b"], ["b", "b"], ["a", "a"], ["b", "a"]];

    /// <summary>Items × counts of five categories by 14 raters; κ = 0.210 (the worked example of the statsmodels and Wikipedia pages on Fleiss' κ).</summary>
    [Test]
    public void Fleiss_kappa_equals_the_worked_example()
    {
        int[][] counts =
        [
            [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
        ];
        int[][] ratings = [.. counts.Select(item => item.SelectMany((count, category) => Enumerable.Repeat(category, count)).ToArray())];
        Assert.That(Agreement.FleissKappa(ratings), Is.EqualTo(0.210).Within(5e-4));
    }

    [Test]
    public void Randolphs_chance_follows_the_number_of_categories()
    {
        Assert.That(Agreement.RandolphKappa(Ratings), Is.EqualTo(0.2).Within(1e-12));
        Assert.That(Agreement.RandolphKappa(Ratings, categories: 5), Is.EqualTo(0.5).Within(1e-12));
    }

    [Test]
    public void Items_with_different_numbers_of_ratings_are_refused_with_the_way_out() =>
        Assert.That(Assert.Throws<ArgumentException>(() => Agreement.Pairwise<string>([["a", "b"], ["a"]]))!.Message, Does.Contain("Item 1 has 1 ratings").And.Contain("KrippendorffAlpha"));

    [Test]
    public void A_single_rater_is_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => Agreement.FleissKappa<int>([[1], [2]]))!.Message, Does.Contain("two ratings"));
}
