namespace SotopiaPi.Tests.Benchmarking.TaskSets;

public sealed class RepresentativeDrawTests
{
    /// <summary>14 tasks of ten points; the reference goal of a point is its number in the task.</summary>
    private static readonly BenchmarkTaskSet Hard = new("hard", "all", [.. from task in Enumerable.Range(0, 14) from point in Enumerable.Range(0, 10) select Point(task, point)], 14, 140);

    private static readonly ReferenceScores Reference = new("GPT", Hard.Points.Select((point, index) => (point, Goal: (double)(index % 10))).ToDictionary(pair => (pair.point.Task.Key, pair.point.Seat), pair => pair.Goal));

    [Test]
    public void Two_points_a_task_are_drawn_until_their_mean_is_near_the_reference()
    {
        BenchmarkTaskSet set = RepresentativeDraw.Of(Hard, Reference, new RepresentativeOptions { Seed = 3 });
        Assert.That(set.Presence, Is.EqualTo("14 of 14 tasks, 28 of 28 points"));
        Assert.That(set.Points.Distinct().Count(), Is.EqualTo(28));
        Assert.That(set.Points.Average(point => Reference.Goals[(point.Task.Key, point.Seat)]), Is.EqualTo(4.5).Within(0.1));
        Assert.That(set.Description, Does.Contain("seed 3").And.Contain("not the paper's own points"));
    }

    [Test]
    public void The_seed_decides()
    {
        IReadOnlyList<EvaluationPoint> Points(long seed) => RepresentativeDraw.Of(Hard, Reference, new RepresentativeOptions { Seed = seed }).Points;
        IReadOnlyList<EvaluationPoint> first = Points(1);
        Assert.That(Points(1), Is.EqualTo(first));
        Assert.That(Points(2), Is.Not.EqualTo(first));
    }

    [Test]
    public void The_target_may_be_given_as_the_paper_gives_it()
    {
        BenchmarkTaskSet set = RepresentativeDraw.Of(Hard, Reference, new RepresentativeOptions { Target = 5.9 });
        Assert.That(set.Points.Average(point => Reference.Goals[(point.Task.Key, point.Seat)]), Is.EqualTo(5.9).Within(0.1));
    }

    [Test]
    public void Missing_reference_scores_are_counted()
    {
        ReferenceScores part = new("GPT", Reference.Goals.Take(139).ToDictionary());
        Assert.That(Assert.Throws<InvalidOperationException>(() => RepresentativeDraw.Of(Hard, part))!.Message, Does.Contain("139 of the 140 points"));
    }

    [Test]
    public void A_target_out_of_reach_ends()
    {
        RepresentativeOptions options = new() { Target = 20, MaxDraws = 50 };
        Assert.That(Assert.Throws<InvalidOperationException>(() => RepresentativeDraw.Of(Hard, Reference, options))!.Message, Does.Contain("None of 50 draws").And.Contain("20.00"));
    }

    [Test]
    public void Reference_scores_average_repeats_and_leave_out_what_was_not_rated()
    {
        static RatedSeat Seat(string task, double? goal) => new("e", task, new Seat(0), "agent", null, "j", new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = goal is { } value ? Score.Of(value) : Score.Missing(RatingProblem.Parse, "?") });
        ReferenceScores scores = ReferenceScores.Of("r", [Seat("a", 4), Seat("a", 8), Seat("b", null)]);
        Assert.That(scores.Goals, Is.EqualTo(new Dictionary<(string, Seat), double> { [("a", new Seat(0))] = 6 }));
    }

    private static EvaluationPoint Point(int task, int point)
    {
        EnvironmentProfile environment = new($"e{task}", "Two people meet.", ["a", "b"]);
        AgentProfile[] pair = [new($"a{point / 2}", "A", "A"), new($"b{point / 2}", "B", "B")];
        return new EvaluationPoint(SocialTask.Create(environment, pair), new Seat(point % 2));
    }
}
