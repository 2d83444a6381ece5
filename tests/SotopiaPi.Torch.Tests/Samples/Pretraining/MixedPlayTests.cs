using Pretraining;

namespace SotopiaPi.Torch.Tests;

public class MixedPlayTests
{
    [Test]
    public async Task An_episode_depends_on_seed_and_number_alone()
    {
        string one = Transcript.Of(await new MixedPlay(5).PlayAsync(7, default));
        Assert.That(Transcript.Of(await new MixedPlay(5).PlayAsync(7, default)), Is.EqualTo(one));
        Assert.That(Transcript.Of(await new MixedPlay(6).PlayAsync(7, default)), Is.Not.EqualTo(one));
        Assert.That(Transcript.Of(await new MixedPlay(5).PlayAsync(8, default)), Is.Not.EqualTo(one));
    }

    [Test]
    public async Task Most_seats_are_unskilled_and_most_episodes_end_in_agreement()
    {
        List<double> goals = [];
        for (int i = 0; i < 300; i++)
        {
            EpisodeRating rating = await new OutcomeJudge().EvaluateAsync(await new MixedPlay(1).PlayAsync(i, default));
            goals.AddRange(rating.Scores.Values.Select(scores => scores[SocialDimension.Goal].Value!.Value));
        }

        Assert.That(goals.Average(), Is.InRange(4.3, 5.3));
        Assert.That(goals.Count(goal => goal > 0) / (double)goals.Count, Is.GreaterThan(0.75));
    }
}
