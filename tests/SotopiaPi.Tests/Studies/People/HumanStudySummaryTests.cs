using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>A simulated study whose truth is known.</summary>
public sealed class HumanStudySummaryTests
{
    private const double Bias = 1.0;

    private static readonly string[] s_raters = ["r1", "r2", "r3", "r4", "r5", "careless"];

    [Test]
    public async Task A_simulated_study_gives_back_its_bias_and_finds_the_careless_rater()
    {
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(14, "bc", "bc+sr"), s_raters, new HumanStudyOptions { Seed = 5 });
        IReadOnlyList<HumanStudyAnswer> answers = StudySamples.Answers(study, Score);
        HumanStudyReview review = HumanStudyReview.Of(study, answers);
        HumanStudySummary summary = HumanStudySummary.Of(study, review, []);
        Assert.That(summary.Raters.Where(rater => rater.IsCareless).Select(rater => rater.Rater), Is.EqualTo(new[] { "careless" }));

        // The honest raters see the truth plus noise; r1 is too generous by a known part of the scale.
        HumanStudyAnswer[] honest = [.. answers.Where(answer => answer.Rater != "careless")];
        RaterQuality generous = RaterQuality.Of(honest, []).Single(rater => rater.Rater == "r1");
        double[] differences = [.. Pairs(honest).Select(pair => pair.First - pair.Second)];
        MeanEstimate bias = MeanEstimate.Of(differences);
        Assert.That(bias.Low, Is.LessThan(Bias));
        Assert.That(bias.High, Is.GreaterThan(Bias));
        Assert.That(generous.Bias, Is.EqualTo(Bias / 10).Within(0.06), "all dimensions are 10 or 20 wide");

        HumanStudyMean goal = HumanStudySummary.Of(study, HumanStudyReview.Of(study, [.. honest.Where(answer => answer.Rater != "r1")]), []).Targets.Single(mean => mean is { Setting: "bc+sr", Dimension: "goal" });
        Assert.That(goal.Mean.Low, Is.LessThan(TrueMean(study, "bc+sr")));
        Assert.That(goal.Mean.High, Is.GreaterThan(TrueMean(study, "bc+sr")));
    }

    [Test]
    public async Task Agreement_is_counted_as_the_reference_does()
    {
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(10, "bc"), ["r1", "r2"], new HumanStudyOptions());
        IReadOnlyList<HumanStudyAnswer> same = StudySamples.Answers(study, (_, item, seat, dimension) => dimension.Minimum + Math.Round(10 * StudySamples.Draw(item.Id, seat.ToString())));
        HumanAgreement goal = HumanAgreement.Of(same).Single(row => row.Dimension == "goal");
        Assert.That((goal.Units, goal.Pairwise, goal.KrippendorffInterval), Is.EqualTo((40, 1.0, 1.0)));
        Assert.That(HumanAgreement.Rounded([10, 5, 4, -6, 0]), Is.EqualTo(new[] { 1, 0, 0, -1, 0 }), "halves go to the even side, as numpy rounds");
        Assert.That(HumanAgreement.Rounded([0, 0]), Is.EqualTo(new[] { 0, 0 }));

        IReadOnlyList<HumanStudyAnswer> mixed = StudySamples.Answers(study, (rater, item, seat, _) => 10 * Math.Round(StudySamples.Draw(rater == "r1" || StudySamples.Draw("x", item.Id) > 0.5 ? "a" : "b", item.Id, seat.ToString())));
        HumanAgreement row = HumanAgreement.Of(mixed).Single(agreement => agreement.Dimension == "goal");
        IReadOnlyList<int>[] pairs = [.. mixed.GroupBy(answer => answer.Item).SelectMany(item => new[] { new Seat(0), new Seat(1) }.Select(seat => item.Select(answer => answer.ScoreOf(seat, SocialDimension.Goal)!.Value / 10).ToArray()))];
        Assert.That(row.Pairwise, Is.EqualTo(Agreement.Pairwise(pairs)).Within(1e-12));
        Assert.That(row.Randolph, Is.EqualTo(Agreement.RandolphKappa(pairs)).Within(1e-12));
        Assert.That(row.Pairwise, Is.LessThan(1));
    }

    [Test]
    public async Task The_report_is_written_in_four_forms_and_warns()
    {
        using TemporaryFolder folder = new();
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(6, "bc", "<b>sr"), s_raters, new HumanStudyOptions { Name = "trial" });
        HumanStudyReview review = HumanStudyReview.Of(study, [.. StudySamples.Answers(study, Score).Skip(1)]);
        HumanStudySummary summary = HumanStudySummary.Of(study, review, [new HumanStudyProblem("f", "r2", "c", HumanStudyProblem.Inattentive, "an attention check asked for 3 and got 4")]);
        HumanStudyReport.Write(folder.Path, summary);
        string html = await File.ReadAllTextAsync(folder.File("report.html"));
        Assert.That(html, Does.Contain("&lt;b&gt;sr").And.Contain("still lack valid answers").And.Contain("Look at the answers of").And.Contain("r2"));
        Assert.That(await File.ReadAllTextAsync(folder.File("report.md")), Does.Contain("Randolph"));
        Assert.That(await File.ReadAllTextAsync(folder.File("table.csv")), Does.Contain("Krippendorff"));
        Assert.That(await File.ReadAllTextAsync(folder.File("summary.json")), Does.Contain("\"krippendorff_interval\""));
    }

    private static double Truth(HumanStudyItem item, Seat seat, SocialDimension dimension) =>
        dimension.Minimum + 2 + (6 * StudySamples.Draw("truth", item.Id, seat.ToString(), dimension.Name)) + (item.Setting == "bc+sr" && seat.Index == item.Target ? 1 : 0);

    private static double TrueMean(HumanStudy study, string setting) =>
        study.Items.Where(item => item.Setting == setting).Average(item => Truth(item, new Seat(item.Target), SocialDimension.Goal));

    private static double Score(string rater, HumanStudyItem item, Seat seat, SocialDimension dimension) => rater == "careless"
        ? dimension.Minimum + (StudySamples.Draw("careless", item.Id, seat.ToString(), dimension.Name) * (dimension.Maximum - dimension.Minimum))
        : Truth(item, seat, dimension) + (rater == "r1" ? Bias : 0) + (0.7 * StudySamples.Normal(rater, item.Id, seat.ToString(), dimension.Name));

    private static IEnumerable<(double First, double Second)> Pairs(IReadOnlyList<HumanStudyAnswer> answers) =>
        from item in answers.GroupBy(answer => answer.Item)
        let own = item.FirstOrDefault(answer => answer.Rater == "r1")
        let other = item.FirstOrDefault(answer => answer.Rater != "r1")
        where own is not null && other is not null
        from mark in own.Marks
        select ((double)mark.Score, (double)other.ScoreOf(mark.Seat, mark.Dimension)!.Value);
}
