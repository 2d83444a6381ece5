using System.Text;

namespace SotopiaPi.Tests.Benchmarking.Published;

public sealed class PublishedResultsTests
{
    [TestCase("SOTOPIA-π")]
    [TestCase("Sotopia-RL")]
    [TestCase("SDPO")]
    [TestCase("SOTOPIA-Ω")]
    public void Every_paper_is_there_with_its_source(string name) =>
        Assert.That(PublishedResults.All.Where(result => result.Model.StartsWith(name, StringComparison.Ordinal) || result.Source.StartsWith(name, StringComparison.Ordinal)), Is.Not.Empty);

    /// <summary>The overall score is the mean of the seven, up to the rounding of the eight numbers: a wrong digit would stand out. Row "people, GPT-4" of the paper's table does so by 0.01 itself.</summary>
    [Test]
    public void Whole_rows_add_up()
    {
        PublishedResult[] whole = [.. PublishedResults.All.Where(result => result.Means.Count == 7 && result.Overall is not null)];
        Assert.That(whole, Has.Length.EqualTo(25));
        foreach (PublishedResult result in whole)
        {
            Assert.That(result.Means.Values.Average(), Is.EqualTo(result.Overall!.Value).Within(0.0125), $"{result.Model}, {result.Set}, {result.Judge}");
        }
    }

    [Test]
    public void Scores_lie_in_their_ranges_and_say_who_rated_against_whom()
    {
        foreach (PublishedResult result in PublishedResults.All)
        {
            Assert.That(result.Means, Is.Not.Empty);
            Assert.That(result.Means.Select(mean => mean.Value >= mean.Key.Minimum && mean.Value <= mean.Key.Maximum), Is.All.True, result.Model);
            Assert.That(new[] { result.Judge, result.Partner, result.Source }, Is.All.Not.Empty);
        }

        Assert.That(PublishedResults.All.Select(result => (result.Model, result.Set, result.Judge, result.Partner, result.Source)), Is.Unique);
        Assert.That(PublishedResults.All.Select(result => result.Set).Distinct(), Is.EquivalentTo(new[] { BenchmarkTaskSets.AllName, BenchmarkTaskSets.HardName, RepresentativeDraw.Name }));
    }

    [Test]
    public void Unreported_values_are_missing()
    {
        PublishedResult result = PublishedResults.On("all").First(result => result.Model.StartsWith("SDPO", StringComparison.Ordinal));
        Assert.That((result.ValueOf(ScoreMeasure.Goal), result.ValueOf(ScoreMeasure.Overall), result.ValueOf(ScoreMeasure.Of(SocialDimension.Secret))), Is.EqualTo(((double?)8.56, (double?)null, (double?)null)));
    }

    [Test]
    public void A_file_that_is_no_list_is_refused() =>
        Assert.That(Assert.Throws<RecordFormatException>(() => PublishedResults.Read(new MemoryStream(Encoding.UTF8.GetBytes("{}"))))!.Message, Does.Contain("no JSON list"));
}
