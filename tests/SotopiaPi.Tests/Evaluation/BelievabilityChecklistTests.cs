namespace SotopiaPi.Tests.Evaluation;

public sealed class BelievabilityChecklistTests
{
    private static readonly SocialDimension[] Believability = [SocialDimension.Believability];

    private static string Reply(params string[] failed) => "{" + string.Join(", ", new[] { "agent_1", "agent_2" }.Select(agent =>
        $"\"{agent}\": {{{string.Join(", ", BelievabilityChecklist.Checks.Select(check => $"\"{check}\": {(agent == "agent_1" && failed.Contains(check.Name) ? 0 : 1)}"))}}}")) + "}";

    private static async Task<EpisodeRating> RateAsync(string reply, double score = 9)
    {
        using TestChatClient client = new(reply);
        BelievabilityChecklist judge = new(new FixedEvaluator("inner", (_, _, _) => Score.Of(score, "natural."), Believability), client);
        Assert.That(judge.Dimensions, Has.Count.EqualTo(9));
        return await judge.EvaluateAsync(await TestEpisodes.ShortAsync());
    }

    [Test]
    public async Task Each_failed_check_costs_five_points_and_is_named()
    {
        EpisodeRating rating = await RateAsync(Reply("no_repetition"));
        Assert.That(rating.Scores[new Seat(0)][SocialDimension.Believability], Is.EqualTo(Score.Of(4, "natural. Failed checks: no_repetition.")));
        Assert.That(rating.Scores[new Seat(1)][SocialDimension.Believability], Is.EqualTo(Score.Of(9, "natural.")));
        Assert.That(rating.Judge, Is.EqualTo("inner+checklist"));
    }

    [Test]
    public async Task The_score_does_not_fall_below_zero()
    {
        EpisodeRating rating = await RateAsync(Reply("no_repetition", "responds"));
        Assert.That(rating.Scores[new Seat(0)][SocialDimension.Believability].Value, Is.Zero);
    }

    [Test]
    public async Task An_unanswered_check_leaves_no_score_rather_than_a_lenient_one()
    {
        EpisodeRating rating = await RateAsync("I will not.");
        Assert.That(rating.Scores[new Seat(0)][SocialDimension.Believability].Problem!.Message, Does.Contain("no_repetition").And.Contain("have no answer"));
    }

    [Test]
    public async Task Checks_do_not_enter_the_overall_score()
    {
        EpisodeRating rating = await RateAsync(Reply());
        Assert.That(OverallScore.Of(rating.Scores[new Seat(0)]), Is.EqualTo(new OverallScore(9, 1, 1)));
    }

    [Test]
    public void A_judge_without_believability_is_refused()
    {
        using TestChatClient client = new("");
        Assert.That(Assert.Throws<ArgumentException>(() => _ = new BelievabilityChecklist(new FixedEvaluator("x", (_, _, _) => Score.Of(1), SocialDimension.Goal), client))!.Message, Does.Contain("rates goal but not believability"));
    }
}
