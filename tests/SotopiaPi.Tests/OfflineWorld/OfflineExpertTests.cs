using System.Globalization;

namespace SotopiaPi.Tests;

public class OfflineExpertTests
{
    private const int Tasks = 300;
    private static readonly Seat s_first = new(0), s_second = new(1);

    // Goals against the fixed partner, as measured when the world was designed: low skill 2.5, partner 5.8, skilled 6.6, expert 6.6 to 6.9.
    [TestCase(0.15, 2.1, 2.7)]
    [TestCase(0.55, 5.5, 6.0)]
    [TestCase(0.75, 6.2, 6.8)]
    [TestCase(0.95, 6.6, 7.2)]
    public async Task Skill_decides_the_goal_against_the_fixed_partner(double skill, double least, double most) =>
        Assert.That(await MeanGoalAsync(new OfflineExpert { Skill = skill }), Is.InRange(least, most));

    [Test]
    public async Task Half_of_the_seats_claim_in_half_of_their_utterances()
    {
        List<double> shares = [];
        foreach (Episode episode in await PlayAsync(new OfflineExpert(), new OfflineExpert()))
        {
            string[] said = [.. Said(episode, s_first)];
            shares.Add(said.Count(text => text.EndsWith(" We both win!", StringComparison.Ordinal)) / (double)said.Length);
        }

        Assert.That(shares.Average(), Is.EqualTo(0.25).Within(0.04));
        Assert.That(shares.Count(share => share == 0) / (double)shares.Count, Is.InRange(0.48, 0.62), "half are no talkers, and a few talkers keep quiet by chance");
    }

    [TestCase(true, 0.5)]
    [TestCase(false, 0)]
    public async Task The_habit_can_be_given(bool talker, double share)
    {
        IReadOnlyList<Episode> episodes = await PlayAsync(new OfflineExpert { Talker = talker }, new OfflineExpert { Talker = false });
        string[] said = [.. episodes.SelectMany(episode => Said(episode, s_first))];
        Assert.That(said.Count(text => text.Contains("We both win!", StringComparison.Ordinal)) / (double)said.Length, Is.EqualTo(share).Within(0.03));
    }

    [Test]
    public async Task Everything_depends_on_the_observation_alone()
    {
        Episode episode = (await PlayAsync(new OfflineExpert(), new OfflineExpert()))[7];
        var environment = new DialogueEnvironment();
        for (int turn = 0; turn < episode.Turns.Count; turn++)
        {
            (Seat seat, AgentTurn played) = episode.Turns[turn].Turns.Single();
            AgentTurn again = await new OfflineExpert().ActAsync(environment.Observe(episode.Until(turn).State, seat));
            Assert.That(again.Action, Is.EqualTo(played.Action));
        }
    }

    [Test]
    public async Task Nobody_who_is_skilled_takes_a_loss()
    {
        foreach (Episode episode in await PlayAsync(new OfflineExpert(), new OfflineExpert { Skill = 0.55 }))
        {
            EpisodeRating rating = await new OutcomeJudge().EvaluateAsync(episode);
            Assert.That(rating.Scores.Values.Select(scores => scores[SocialDimension.FinancialAndMaterialBenefits].Value), Is.All.GreaterThanOrEqualTo(0));
        }
    }

    [Test]
    public async Task After_an_agreement_the_next_one_leaves()
    {
        foreach (Episode episode in await PlayAsync(new OfflineExpert(), new OfflineExpert()))
        {
            int accepted = episode.Turns.ToList().FindIndex(turn => turn.Turns.Values.Single().Action.Argument.StartsWith("I accept.", StringComparison.Ordinal));
            Assert.That(accepted, Is.GreaterThan(0));
            Assert.That(episode.Turns.Count, Is.LessThanOrEqualTo(accepted + 2));
        }
    }

    [Test]
    public async Task A_goal_it_does_not_know_makes_it_leave()
    {
        AgentProfile[] agents = [new("a", "Ann", ""), new("b", "Bob", "")];
        EpisodeState state = new DialogueEnvironment().Begin(SocialTask.Create(new EnvironmentProfile("e", "They meet.", ["Borrow the car", "Keep the car"]), agents), new EpisodeOptions());
        AgentTurn turn = await new OfflineExpert().ActAsync(new DialogueEnvironment().Observe(state, s_first));
        Assert.That(turn.Action, Is.EqualTo(AgentAction.Leave));
    }

    [TestCase(-0.1)]
    [TestCase(1.1)]
    [TestCase(double.NaN)]
    public void A_skill_outside_0_to_1_is_refused(double skill) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new OfflineExpert { Skill = skill });

    private static IEnumerable<string> Said(Episode episode, Seat seat) =>
        episode.Turns.SelectMany(turn => turn.Turns).Where(turn => turn.Key == seat && turn.Value.Action.Type == ActionType.Speak).Select(turn => turn.Value.Action.Argument);

    private static async Task<double> MeanGoalAsync(OfflineExpert player)
    {
        var partner = new OfflineExpert { Skill = 0.55 };
        List<double> goals = [];
        foreach (Seat seat in new[] { s_first, s_second })
        {
            foreach (Episode episode in seat == s_first ? await PlayAsync(player, partner) : await PlayAsync(partner, player))
            {
                goals.Add((await new OutcomeJudge().EvaluateAsync(episode)).Scores[seat][SocialDimension.Goal].Value!.Value);
            }
        }

        return goals.Average();
    }

    private static async Task<IReadOnlyList<Episode>> PlayAsync(OfflineExpert first, OfflineExpert second)
    {
        var runner = new EpisodeRunner(new DelegateAgentFactory(assignment => assignment.Seat == s_first ? first : second));
        List<Episode> episodes = [];
        await foreach (SocialTask task in new OfflineTaskSource(seed: 1, Tasks).GetTasksAsync())
        {
            SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], seat.Index.ToString(CultureInfo.InvariantCulture)))];
            episodes.Add(await runner.PlayToEndAsync(EpisodePlan.Create(task, seats, OfflineTaskSource.Rules)));
        }

        return episodes;
    }
}
