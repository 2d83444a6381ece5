namespace SotopiaPi.Tests.Evaluation.JudgeCards;

public sealed class JudgeCardTests
{
    private static async Task<Episode[]> OfflineEpisodesAsync(int count)
    {
        OfflineTaskSource tasks = new(seed: 1, count);
        EpisodeRunner runner = new(new OfflineAgentFactory());
        List<Episode> episodes = [];
        for (int i = 0; i < count; i++)
        {
            SocialTask task = tasks[i];
            SeatAssignment[] seats = [new(new Seat(0), task.Agents[0], "expert"), new(new Seat(1), task.Agents[1], "partner")];
            episodes.Add(await runner.PlayToEndAsync(EpisodePlan.Create(task, seats, OfflineTaskSource.Rules)));
        }

        return [.. episodes];
    }

    [Test]
    public async Task The_talk_judge_is_caught_by_claims_of_success_and_the_outcome_judge_is_not()
    {
        Episode[] episodes = await OfflineEpisodesAsync(60);
        JudgeCard talk = await JudgeCard.MeasureAsync(new TalkJudge(), episodes);
        JudgeCard outcome = await JudgeCard.MeasureAsync(new OutcomeJudge(), episodes);
        JudgeEffect claims = talk.Find("claims of success", "goal")!;
        Assert.That(claims.Difference.Low, Is.GreaterThan(0.5));
        Assert.That((claims.IsSignificant, claims.Difference.Count), Is.EqualTo((true, 60)));
        Assert.That(outcome.Effects.Where(effect => effect.Score == "goal").Select(effect => effect.Difference.Mean), Is.All.EqualTo(0).Within(1e-12));
        Assert.That(outcome.Effects.Where(effect => effect.IsSignificant && effect.Perturbation == "claims of success"), Is.Empty);
        Assert.That(outcome.Effects.Select(effect => effect.Perturbation).Distinct(), Is.EqualTo(EpisodePerturbation.All.Select(perturbation => perturbation.Name)));
    }

    [Test]
    public async Task A_judge_that_rewards_length_is_caught_by_length_alone()
    {
        FixedEvaluator judge = new("wordy", (episode, seat, _) => Score.Of(Math.Min(10, episode.Turns.Sum(turn => turn.Turns.GetValueOrDefault(seat)?.Action.Argument.Length ?? 0) / 100.0)), SocialDimension.Goal);
        Episode[] episodes = [.. await Task.WhenAll(Enumerable.Range(0, 10).Select(TestEpisodes.ShortAsync))];
        JudgeCard card = await JudgeCard.MeasureAsync(judge, episodes, new JudgeCardOptions { Perturbations = [EpisodePerturbation.Length, EpisodePerturbation.SeatOrder] });
        Assert.That(card.Find("length", "goal")!.Difference.Mean, Is.GreaterThan(1));
        Assert.That((card.Find("length", "goal")!.IsSignificant, card.Find("seat order", "goal")!.IsSignificant), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task A_judge_that_prefers_the_first_seat_is_caught_by_the_order_of_seats()
    {
        FixedEvaluator judge = new("first", (_, seat, _) => Score.Of(seat.Index == 0 ? 9 : 4), SocialDimension.Goal);
        JudgeCard card = await JudgeCard.MeasureAsync(judge, [await TestEpisodes.ShortAsync()], new JudgeCardOptions { Perturbations = [EpisodePerturbation.SeatOrder] });
        Assert.That(card.Find("seat order", "goal")!.Difference.Mean, Is.Zero, "both seats move, in opposite directions");
        Assert.That(card.Find("seat order", "goal")!.PValue, Is.Null, "one episode is no sample");
    }

    [Test]
    public async Task Missing_ratings_are_counted_and_not_compared()
    {
        int call = 0;
        FixedEvaluator judge = new("lazy", (_, _, _) => Interlocked.Increment(ref call) % 3 == 0 ? Score.Missing(RatingProblem.Parse, "?") : Score.Of(5), SocialDimension.Goal);
        Episode[] episodes = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(TestEpisodes.ShortAsync))];
        JudgeCard card = await JudgeCard.MeasureAsync(judge, episodes, new JudgeCardOptions { Perturbations = [EpisodePerturbation.Names], MaxConcurrency = 1 });
        JudgeEffect effect = card.Find("names", "goal")!;
        Assert.That((effect.Difference.Mean, effect.Difference.Count + effect.Difference.Missing), Is.EqualTo(((double?)0, 6)));
    }

    [Test]
    public async Task The_report_names_what_moves_the_judge()
    {
        JudgeCard card = await JudgeCard.MeasureAsync(new TalkJudge(), await OfflineEpisodesAsync(20), new JudgeCardOptions { Perturbations = [EpisodePerturbation.ClaimsOfSuccess] });
        string html = HtmlReport.Write(card.ToReport());
        Assert.That(html, Does.Contain("the goal score of &#39;talk&#39; is moved by claims of success (").And.Contain("<svg"));
    }
}
