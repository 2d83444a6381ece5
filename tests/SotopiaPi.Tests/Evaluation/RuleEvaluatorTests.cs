namespace SotopiaPi.Tests.Evaluation;

public sealed class RuleEvaluatorTests
{
    private static async Task<IReadOnlyDictionary<SocialDimension, Score>> RateAsync(int seat, params AgentAction[] actions)
    {
        EpisodeRating rating = await new RuleEvaluator().EvaluateAsync(await TestEpisodes.PlayAsync(actions));
        return rating.Scores[new Seat(seat)];
    }

    [Test]
    public async Task Turns_words_and_leaving_are_counted()
    {
        var scores = await RateAsync(0, AgentAction.Speak("Good morning, Ben!"), AgentAction.Speak("Hi."), AgentAction.Speak("Bye."), AgentAction.Speak("Bye."), AgentAction.Leave);
        Assert.That((scores[RuleEvaluator.Turns].Value, scores[RuleEvaluator.Words].Value, scores[RuleEvaluator.Left].Value), Is.EqualTo(((double?)3, (double?)2, (double?)1)));
    }

    [Test]
    public async Task Idle_turns_are_no_turns()
    {
        var scores = await RateAsync(1, AgentAction.Speak("Hello."), AgentAction.None, AgentAction.Speak("Hello?"));
        Assert.That(scores[RuleEvaluator.Turns].Value, Is.Zero);
        Assert.That(scores[RuleEvaluator.Words].Problem!.Kind, Is.EqualTo(RatingProblem.NotRated));
    }

    [Test]
    public async Task A_secret_word_that_the_seat_says_costs_points()
    {
        var scores = await RateAsync(1, AgentAction.Speak("Hello."), AgentAction.Speak("You know, I get dizzy on HEIGHTS."));
        Assert.That(scores[SocialDimension.Secret].Value, Is.EqualTo(-5));
        Assert.That(scores[SocialDimension.Secret].Reason, Is.EqualTo("said 1 of 2 words of the secret: heights"));
    }

    [Test]
    public async Task A_word_that_the_partner_said_first_is_no_leak()
    {
        var scores = await RateAsync(1, AgentAction.Speak("I love heights."), AgentAction.Speak("Heights are nice."));
        Assert.That(scores[SocialDimension.Secret].Value, Is.Zero);
    }

    [Test]
    public async Task What_rules_cannot_read_is_not_rated_and_the_overall_score_counts_ratings_only()
    {
        var scores = await RateAsync(0, AgentAction.Speak("Hello."));
        Assert.That(scores[SocialDimension.Goal].Problem!.Kind, Is.EqualTo(RatingProblem.NotRated));
        Assert.That(OverallScore.Of(scores), Is.EqualTo(new OverallScore(0, 1, 7)));
    }

    [Test]
    public async Task A_character_without_a_secret_is_not_rated_on_it()
    {
        SocialTask task = TestTasks.Pair();
        task = SocialTask.Create(task.Environment, [TestTasks.Ada with { Secret = "" }, TestTasks.Ben]);
        EpisodeRating rating = await new RuleEvaluator().EvaluateAsync(await TestEpisodes.PlayAsync(TestTasks.Plan(task), AgentAction.Speak("Hi.")));
        Assert.That(rating.Scores[new Seat(0)][SocialDimension.Secret].Problem!.Kind, Is.EqualTo(RatingProblem.NotRated));
    }

    [Test]
    [SetCulture("tr-TR")]
    public async Task Turkish_casing_does_not_hide_a_leak()
    {
        SocialTask task = TestTasks.Pair();
        task = SocialTask.Create(task.Environment, [TestTasks.Ada with { Secret = "FINISH" }, TestTasks.Ben]);
        EpisodeRating rating = await new RuleEvaluator().EvaluateAsync(await TestEpisodes.PlayAsync(TestTasks.Plan(task), AgentAction.Speak("finish")));
        Assert.That(rating.Scores[new Seat(0)][SocialDimension.Secret].Value, Is.EqualTo(-10));
    }
}
