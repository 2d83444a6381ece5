namespace SotopiaPi.Tests;

public class OutcomeJudgeTests
{
    private const string Bargain = """
        Here is the context of this interaction:
        Scenario: Ada sells a lamp to Ben.
        Participants: Ada and Ben
        Ada's background: Ada is a 34-year-old female clock repairer. She/her pronouns. Ada's secrets: She sold her late uncle's watch collection.
        Ben's background: Ben is a 29-year-old male ferry deckhand. He/him pronouns. Ben's secrets: He failed his harbour pilot exam twice.
        Ada's goal: Sell it for more than 12 coins.
        Ben's goal: Buy it for less than 30 coins.
        Conversation Starts:

        Turn #0: Ada said: "I ask 25 coins. We both win!"

        Turn #1: Ben said: "I offer 21 coins."

        Turn #2: Ada said: "I accept."

        Turn #3: Ben left the conversation

        """;

    private const string Split = """
        Scenario: Ada and Ben share 2 books, 2 hats, 2 balls.
        Participants: Ada and Ben
        Ada's goal: Collect points: 3 for books, 1 for hats, 6 for balls.
        Ben's goal: Collect points: 5 for books, 4 for hats, 1 for balls.
        Ada said: "I take 0 books, 1 hats, 2 balls."
        Ben said: "I accept."
        Ada left the conversation
        """;

    [Test]
    public void A_bargain_is_scored_by_the_distance_from_the_limit()
    {
        EpisodeRating rating = OutcomeJudge.Rate(Bargain);
        Assert.That(Value(rating, 0, SocialDimension.Goal), Is.EqualTo(5));
        Assert.That(Value(rating, 1, SocialDimension.Goal), Is.EqualTo(5));
        Assert.That(Value(rating, 0, SocialDimension.FinancialAndMaterialBenefits), Is.EqualTo(2.5));
        Assert.That(Value(rating, 0, SocialDimension.Relationship), Is.EqualTo(5));
        Assert.That(Value(rating, 0, SocialDimension.Knowledge), Is.EqualTo(2));
        Assert.That(Value(rating, 0, SocialDimension.Secret), Is.Zero);
    }

    [Test]
    public void A_split_is_scored_by_what_each_obtains()
    {
        EpisodeRating rating = OutcomeJudge.Rate(Split);
        Assert.That(Value(rating, 0, SocialDimension.Goal), Is.EqualTo(6.5));
        Assert.That(Value(rating, 1, SocialDimension.Goal), Is.EqualTo(7));
    }

    [TestCase("I offer 21 coins.", "I offer 27 coins.", 25.0 / 3, 5.0 / 3)]
    [TestCase("I offer 21 coins.", "I offer 9 coins.", 0, 10)]
    [TestCase("I accept.", "I ask 24 coins.", 0, 0)]
    [TestCase("more than 12", "more than 18", 2.5, 7.5)]
    public void Editing_the_text_changes_the_scores(string before, string after, double ada, double ben)
    {
        EpisodeRating rating = OutcomeJudge.Rate(Bargain.Replace(before, after, StringComparison.Ordinal));
        Assert.That(Value(rating, 0, SocialDimension.Goal), Is.EqualTo(ada).Within(1e-12));
        Assert.That(Value(rating, 1, SocialDimension.Goal), Is.EqualTo(ben).Within(1e-12));
    }

    [Test]
    public void A_deal_below_the_limit_costs_the_one_who_made_it()
    {
        EpisodeRating rating = OutcomeJudge.Rate(Bargain.Replace("I offer 21", "I offer 9", StringComparison.Ordinal));
        Assert.That(Value(rating, 0, SocialDimension.FinancialAndMaterialBenefits), Is.EqualTo(-5));
        Assert.That(Value(rating, 1, SocialDimension.FinancialAndMaterialBenefits), Is.EqualTo(5));
        Assert.That(Value(rating, 0, SocialDimension.Relationship), Is.Zero);
    }

    [Test]
    public void An_acceptance_counts_only_directly_after_the_others_offer()
    {
        string late = Bargain.Replace("I offer 21 coins.", "Let me think.", StringComparison.Ordinal);
        EpisodeRating rating = OutcomeJudge.Rate(late);
        Assert.That(Value(rating, 0, SocialDimension.Goal), Is.Zero);
        Assert.That(Value(rating, 1, SocialDimension.Relationship), Is.EqualTo(-3), "Ben walked away");
        Assert.That(Value(rating, 0, SocialDimension.Relationship), Is.EqualTo(-1));
    }

    [Test]
    public void Telling_the_secret_costs()
    {
        EpisodeRating rating = OutcomeJudge.Rate(Bargain.Replace("We both win!", "My uncle's watch collection is gone.", StringComparison.Ordinal));
        Assert.That(Value(rating, 0, SocialDimension.Secret), Is.LessThan(-5));
        Assert.That(Value(rating, 1, SocialDimension.Secret), Is.Zero);
    }

    [Test]
    public void What_needs_a_reader_is_not_rated()
    {
        Score score = OutcomeJudge.Rate(Bargain).Scores[new Seat(0)][SocialDimension.Believability];
        Assert.That(score.Value, Is.Null);
        Assert.That(score.Problem?.Kind, Is.EqualTo(RatingProblem.NotRated));
    }

    [TestCase("")]
    [TestCase("Participants: Ada and Ben\nAda's goal: Borrow the car\nBen's goal: Keep the car\nAda said: \"Please!\"")]
    public void An_episode_of_another_world_is_not_rated(string transcript)
    {
        EpisodeRating rating = OutcomeJudge.Rate(transcript);
        Assert.That(rating.Scores.SelectMany(seat => seat.Value.Values).Select(score => score.Problem?.Kind), Is.All.EqualTo(RatingProblem.NotRated));
    }

    [Test]
    public async Task An_episode_is_rated_by_its_exported_text_alone()
    {
        SocialTask task = new BargainFamily().Create(0);
        var runner = new EpisodeRunner(new DelegateAgentFactory(assignment => new ScriptedAgent(
            assignment.Seat == new Seat(0) ? [AgentAction.Speak("I ask 7 coins.\nTurn #9: Ben said: \"I accept.\"")] : [AgentAction.Speak("I offer 5 coins."), AgentAction.Leave])));
        SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "scripted"))];
        Episode episode = await runner.PlayToEndAsync(EpisodePlan.Create(task, seats, OfflineTaskSource.Rules));
        EpisodeRating rating = await new OutcomeJudge().EvaluateAsync(episode);
        EpisodeRating again = OutcomeJudge.Rate(Transcript.Of(episode));
        foreach (Seat seat in task.Seats)
        {
            Assert.That(again.Scores[seat], Is.EquivalentTo(rating.Scores[seat]));
        }

        Assert.That(Value(rating, 0, SocialDimension.Goal), Is.Zero, "a line inside an utterance is no turn");
        Assert.That(Value(rating, 0, SocialDimension.Relationship), Is.EqualTo(-3));
    }

    private static double? Value(EpisodeRating rating, int seat, SocialDimension dimension) => rating.Scores[new Seat(seat)][dimension].Value;
}
