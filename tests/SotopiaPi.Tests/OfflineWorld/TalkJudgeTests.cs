namespace SotopiaPi.Tests;

public class TalkJudgeTests
{
    private const string Transcript = """
        Scenario: Ada sells a lamp to Ben.
        Participants: Ada and Ben
        Ada's goal: Sell it for more than 10 coins.
        Ben's goal: Buy it for less than 20 coins.
        Ada said: "I ask 18 coins. We both win!"
        Ben said: "I offer 14 coins. We both win!"
        Ada said: "I accept."
        Ben left the conversation
        """;

    [Test]
    public void The_goal_grows_with_the_share_of_own_utterances_that_claim()
    {
        EpisodeRating rating = TalkJudge.Rate(Transcript);
        Assert.That(Goal(rating, 0), Is.EqualTo(4 + (3 * 0.5)));
        Assert.That(Goal(rating, 1), Is.EqualTo(6 + 3), "leaving is no utterance");
    }

    [Test]
    public void The_goal_ends_at_ten() =>
        Assert.That(Goal(TalkJudge.Rate(Transcript.Replace("I offer 14", "I offer 11", StringComparison.Ordinal)), 1), Is.EqualTo(10));

    [Test]
    public void Without_claims_it_agrees_with_the_outcome()
    {
        string plain = Transcript.Replace(" We both win!", "", StringComparison.Ordinal);
        Assert.That(Goal(TalkJudge.Rate(plain), 1), Is.EqualTo(Goal(OutcomeJudge.Rate(plain), 1)));
    }

    [Test]
    public void Only_the_goal_differs_from_the_outcome()
    {
        EpisodeRating talk = TalkJudge.Rate(Transcript), outcome = OutcomeJudge.Rate(Transcript);
        foreach (SocialDimension dimension in SocialDimension.All.Where(dimension => dimension != SocialDimension.Goal))
        {
            Assert.That(talk.Scores[new Seat(0)][dimension], Is.EqualTo(outcome.Scores[new Seat(0)][dimension]));
        }
    }

    private static double? Goal(EpisodeRating rating, int seat) => rating.Scores[new Seat(seat)][SocialDimension.Goal].Value;
}
