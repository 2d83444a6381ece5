namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class EpisodeCollectorTests
{
    private static IEnumerable<EpisodePlan> Plans(int count) => Enumerable.Range(0, count).Select(i => TestTasks.Plan(repetition: i));

    [Test]
    public async Task Collect_gives_one_result_for_each_plan_and_failures_as_results()
    {
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent(o => o.Seed % 3 == 0 ? throw new InvalidDataException("broken") : AgentAction.Speak("x"))));
        Dictionary<string, EpisodeResult> results = [];
        await foreach (EpisodeResult result in new EpisodeCollector(runner, 4).CollectAsync(Plans(50)))
        {
            results.Add(result.Plan.Key, result);
            Assert.That(result.Episode is null, Is.Not.EqualTo(result.Failure is null));
        }

        Assert.That(results.Keys, Is.EquivalentTo(Plans(50).Select(plan => plan.Key)));
        EpisodeFailure failure = results.Values.First(result => result.Failure?.Last is not null).Failure!;
        Assert.That(failure.Stage, Is.EqualTo($"turn {failure.Last!.Turn}"));
        Assert.That(failure.Message, Is.EqualTo("InvalidDataException: broken"));
    }

    [Test]
    public async Task Collect_plays_no_more_than_the_bound_at_once()
    {
        int running = 0;
        int most = 0;
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new AsyncAgent(async () =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Delay(2);
            Interlocked.Decrement(ref running);
            return AgentAction.Leave;
        })));
        int count = 0;
        await foreach (EpisodeResult _ in new EpisodeCollector(runner, 3).CollectAsync(Plans(30)))
        {
            count++;
        }

        Assert.That(count, Is.EqualTo(30));
        Assert.That(most, Is.LessThanOrEqualTo(3));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Leaving_or_cancelling_leaves_nothing_running(bool cancels)
    {
        int running = 0;
        using CancellationTokenSource source = new();
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new AsyncAgent(async () => AgentAction.Speak("x"), async token =>
        {
            Interlocked.Increment(ref running);
            try
            {
                await Task.Delay(5, token);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        })));
        int results = 0;
        try
        {
            await foreach (EpisodeResult _ in new EpisodeCollector(runner, 8).CollectAsync(Plans(1000), source.Token))
            {
                if (++results == 5)
                {
                    if (!cancels)
                    {
                        break;
                    }

                    await source.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (cancels)
        {
            results = -results;
        }

        Assert.That(running, Is.Zero);
        Assert.That(results, cancels ? Is.Negative : Is.EqualTo(5));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private sealed class AsyncAgent(Func<Task<AgentAction>> act, Func<CancellationToken, Task>? wait = null) : ISocialAgent
    {
        public async ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
        {
            await (wait?.Invoke(cancellationToken) ?? Task.CompletedTask);
            return new AgentTurn(await act());
        }
    }
}
