namespace SotopiaPi.Tests.Evaluation;

public sealed class CombinedEvaluatorTests
{
    private static readonly Seat First = new(0);

    [Test]
    public async Task Shared_dimensions_are_averaged_and_own_ones_kept()
    {
        CombinedEvaluator judge = new(
            new FixedEvaluator("a", (_, _, _) => Score.Of(7, "good"), SocialDimension.Goal),
            new FixedEvaluator("b", (_, _, _) => Score.Of(8, "better"), SocialDimension.Goal, SocialDimension.Knowledge));
        EpisodeRating rating = await judge.EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That(judge.Name, Is.EqualTo("a+b"));
        Assert.That(rating.Scores[First][SocialDimension.Goal], Is.EqualTo(Score.Of(7.5, "a: good\nb: better")));
        Assert.That(rating.Scores[First][SocialDimension.Knowledge], Is.EqualTo(Score.Of(8, "better")));
    }

    [Test]
    public async Task A_value_stands_where_another_judge_has_none()
    {
        CombinedEvaluator judge = new(
            new RuleEvaluator(),
            new FixedEvaluator("b", (_, _, _) => Score.Of(6), SocialDimension.Goal));
        EpisodeRating rating = await judge.EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That(rating.Scores[First][SocialDimension.Goal].Value, Is.EqualTo(6));
        Assert.That(rating.Scores[First][SocialDimension.Knowledge].Problem!.Kind, Is.EqualTo(RatingProblem.NotRated));
        Assert.That(rating.Scores[First][RuleEvaluator.Turns].Value, Is.EqualTo(2));
    }

    [Test]
    public async Task The_usage_of_all_models_is_added_up()
    {
        using TestChatClient client = new(TestEpisodes.Reply());
        CombinedEvaluator judge = new(new ChatClientEvaluator(client, new ChatClientEvaluatorOptions { Name = "a" }), new ChatClientEvaluator(client, new ChatClientEvaluatorOptions { Name = "b" }));
        EpisodeRating rating = await judge.EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That(rating.Reply!.Usage!.InputTokenCount, Is.EqualTo(6));
    }

    [Test]
    public void Judges_of_one_name_are_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => _ = new CombinedEvaluator(new RuleEvaluator(), new RuleEvaluator()))!.Message, Does.Contain("'rules', 'rules'"));
}
