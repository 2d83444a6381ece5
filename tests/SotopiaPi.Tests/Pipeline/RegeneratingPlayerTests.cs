namespace SotopiaPi.Tests.Pipeline;

[TestFixture]
internal sealed class RegeneratingPlayerTests
{
    [TestCase(6, 6, 2, TestName = "The_first_good_try_ends_it")]
    [TestCase(9, 8, 4, TestName = "The_best_try_is_kept_when_none_is_good")]
    [TestCase(1, 3, 1, TestName = "A_good_first_try_is_the_plan_itself")]
    public async Task Tries_follow_the_target(double target, double kept, int tries)
    {
        List<long> seeds = [];
        EpisodePlan plan = TestTasks.Plan();
        RegeneratingPlayer player = new(Player(seeds), new Judge(episode => seeds.IndexOf(episode.State.Options.Seed) switch { 0 => 3, 1 => 6, 2 => 8, _ => 5 }), new RegenerationOptions { MaxTries = 4, Target = target });
        List<EpisodeEvent> events = await player.PlayAsync(plan).ToListAsync();
        Episode episode = ((EpisodeEnded)events[^1]).Episode;
        Assert.That(seeds, Has.Count.EqualTo(tries).And.Unique);
        Assert.That(seeds[0], Is.EqualTo(plan.Options.Seed));
        Assert.That((episode.Key, Judge.Last[episode.State.Options.Seed]), Is.EqualTo((plan.Key, kept)));
        Assert.That(events.Count(happened => happened is EpisodeEnded), Is.EqualTo(1));
    }

    [Test]
    public async Task A_try_that_breaks_or_has_no_score_counts_as_a_try()
    {
        List<long> seeds = [];
        int asked = 0;
        RegeneratingPlayer player = new(Player(seeds, broken: 0), new Judge(_ => ++asked == 1 ? null : 4), new RegenerationOptions { MaxTries = 3, Target = 4 });
        await player.PlayAsync(TestTasks.Plan()).ToListAsync();
        Assert.That((seeds.Count, asked), Is.EqualTo((3, 2)));
    }

    [Test]
    public void When_all_tries_break_the_last_error_is_told()
    {
        RegeneratingPlayer player = new(Player([], broken: null, all: true), new Judge(_ => 1));
        Assert.That(async () => await player.PlayAsync(TestTasks.Plan()).ToListAsync(), Throws.InvalidOperationException.With.Message.EqualTo("broken"));
    }

    [Test]
    public async Task Only_the_named_roles_count()
    {
        List<long> seeds = [];
        RegeneratingPlayer player = new(Player(seeds), new Judge(_ => 0), new RegenerationOptions { Roles = ["nobody"] });
        await player.PlayAsync(TestTasks.Plan()).ToListAsync();
        Assert.That(seeds, Has.Count.EqualTo(1));
    }

    private static TestPlayer Player(List<long> seeds, int? broken = null, bool all = false) => new(seeds, broken, all);

    private sealed class TestPlayer(List<long> seeds, int? broken, bool all) : IEpisodePlayer
    {
        public async IAsyncEnumerable<EpisodeEvent> PlayAsync(EpisodePlan plan, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            seeds.Add(plan.Options.Seed);
            if (all || seeds.Count - 1 == broken)
            {
                throw new InvalidOperationException("broken");
            }

            EpisodeState state = new DialogueEnvironment().Begin(plan.Task, plan.Options);
            yield return new EpisodeEnded(new Episode(plan.Key, plan.Seats, state));
        }
    }

    private sealed class Judge(Func<Episode, double?> score) : IEpisodeEvaluator
    {
        public static Dictionary<long, double?> Last { get; } = [];

        public string Name => "test";

        public IReadOnlyList<SocialDimension> Dimensions => [SocialDimension.Goal];

        public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
        {
            double? value = Last[episode.State.Options.Seed] = score(episode);
            Score given = value is { } number ? Score.Of(number) : Score.Missing(RatingProblem.Parse, "none");
            return ValueTask.FromResult(new EpisodeRating(Name, episode.Seats.ToDictionary(seat => seat.Seat, _ => (IReadOnlyDictionary<SocialDimension, Score>)new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = given }), null));
        }
    }
}
