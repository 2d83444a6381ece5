namespace SotopiaPi.Tests.Evaluation;

public sealed class CachingEvaluatorTests
{
    [Test]
    public async Task Equal_content_is_rated_once_whatever_the_episodes_key()
    {
        FixedEvaluator inner = new("a", (_, _, _) => Score.Of(5), SocialDimension.Goal);
        CachingEvaluator judge = new(inner);
        await judge.EvaluateAsync(await TestEpisodes.ShortAsync());
        await judge.EvaluateAsync(await TestEpisodes.ShortAsync(repetition: 1));
        Assert.That(inner.Calls, Is.EqualTo(1));
        await judge.EvaluateAsync((await TestEpisodes.ShortAsync()).Until(2));
        Assert.That(inner.Calls, Is.EqualTo(2), "a shorter transcript is another content");
    }

    [Test]
    public async Task Failures_of_the_client_are_not_kept()
    {
        FixedEvaluator inner = new("a", (_, _, _) => Score.Missing(RatingProblem.Client, "refused"), SocialDimension.Goal);
        CachingEvaluator judge = new(inner);
        await judge.EvaluateAsync(await TestEpisodes.ShortAsync());
        await judge.EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That(inner.Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task A_store_remembers_for_the_next_process()
    {
        MemoryStore store = new();
        FixedEvaluator inner = new("a", (_, _, _) => Score.Of(5, "so"), SocialDimension.Goal);
        EpisodeRating first = await new CachingEvaluator(inner, store).EvaluateAsync(await TestEpisodes.ShortAsync());
        EpisodeRating second = await new CachingEvaluator(inner, store).EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That(inner.Calls, Is.EqualTo(1));
        Assert.That(second.Scores[new Seat(1)][SocialDimension.Goal], Is.EqualTo(first.Scores[new Seat(1)][SocialDimension.Goal]));
    }

    [Test]
    public async Task Another_definition_of_a_dimension_is_another_question()
    {
        MemoryStore store = new();
        FixedEvaluator plain = new("a", (_, _, _) => Score.Of(5), SocialDimension.Goal);
        FixedEvaluator banded = new("a", (_, _, _) => Score.Of(6), SocialDimensionRubrics.Banded[6]);
        await new CachingEvaluator(plain, store).EvaluateAsync(await TestEpisodes.ShortAsync());
        EpisodeRating rating = await new CachingEvaluator(banded, store).EvaluateAsync(await TestEpisodes.ShortAsync());
        Assert.That(rating.Scores[new Seat(0)][SocialDimension.Goal].Value, Is.EqualTo(6));
    }
}
