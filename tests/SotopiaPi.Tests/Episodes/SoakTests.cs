using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>Many episodes at once over a client that misbehaves; many through a store.</summary>
[TestFixture]
internal sealed class SoakTests
{
    [Test]
    public async Task A_thousand_episodes_over_a_bad_client_all_end_explained()
    {
        BadClient client = new();
        EpisodeCollector collector = Collector(client);
        ConcurrentDictionary<string, int> seen = new();
        int failures = 0;
        await foreach (EpisodeResult result in collector.CollectAsync(Plans(1000)))
        {
            Assert.That(seen.TryAdd(result.Plan.Key, 1), Is.True, "doubled");
            Assert.That(result.Episode is null, Is.Not.EqualTo(result.Failure is null));
            failures += result.Failure is null ? 0 : 1;
            Assert.That(result.Failure is null || result.Failure.Message.Length > 10);
            if (result.Episode is { } episode)
            {
                Assert.That(episode.State.End, Is.Not.Null);
                Assert.That(episode.Turns.SelectMany(turn => turn.Turns.Values).Where(turn => turn.Failure is not null).Select(turn => turn.Action.Type), Is.All.EqualTo(ActionType.None));
            }
        }

        Assert.That(seen, Has.Count.EqualTo(1000));
        Assert.That(failures, Is.Zero, "errors of a client are failures of turns, not of episodes");
        Assert.That(client.Running, Is.Zero);
        Assert.That(client.Kinds, Has.Count.EqualTo(5), "every kind of misbehaviour occurred");
    }

    [TestCase(30)]
    [TestCase(150)]
    public async Task Cancelling_a_thousand_episodes_leaves_nothing_running(int milliseconds)
    {
        BadClient client = new();
        using CancellationTokenSource source = new(milliseconds);
        List<string> ended = [];
        try
        {
            await foreach (EpisodeResult result in Collector(client).CollectAsync(Plans(100_000), source.Token))
            {
                ended.Add(result.Plan.Key);
                Assert.That(result.Failure, Is.Null, "cancellation is not a failure");
            }

            Assert.Fail("the collection was not cancelled");
        }
        catch (OperationCanceledException)
        {
            Assert.That(ended, Is.Unique);
        }

        Assert.That(client.Running, Is.Zero);
    }

    [Test]
    public Task Memory_stays_flat_while_ten_thousand_episodes_stream_through_a_store() => StreamAsync(10_000);

    [Test]
    [Slow]
    public Task Memory_stays_flat_while_a_hundred_thousand_episodes_stream_through_a_store() => StreamAsync(100_000);

    private static async Task StreamAsync(int count)
    {
        string folder = Directory.CreateTempSubdirectory("sotopiapi-soak-").FullName;
        try
        {
            await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(Path.Combine(folder, "e.db"));
            EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent(o => AgentAction.Speak($"This is what I say in turn {o.Turn}."))));
            ConcurrentDictionary<int, double> megabytes = new();
            int done = 0;
            await Parallel.ForEachAsync(new EpisodeCollector(runner, 4).CollectAsync(Plans(count, maxTurns: 10)), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (result, token) =>
            {
                await store.TryAppendAsync(result.Episode!, token);
                int now = Interlocked.Increment(ref done);
                if (now % (count / 10) == 0)
                {
                    megabytes[now * 10 / count] = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
                }
            });
            string course = string.Join(", ", megabytes.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value:0.0}")));
            TestContext.Out.WriteLine($"{count} episodes; managed memory in MB after each tenth: {course}");
            Assert.That(megabytes.Values.Select(value => value - megabytes[1]), Is.All.InRange(-20, 20), course);
            Assert.That(store.List(new EpisodeQuery()), Has.Count.EqualTo(count));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<EpisodePlan> Plans(int count, int maxTurns = 6)
    {
        SocialTask task = TestTasks.Pair();
        return Enumerable.Range(0, count).Select(i => TestTasks.Plan(task, new EpisodeOptions { MaxTurns = maxTurns, MaxStaleTurns = 6 }, i));
    }

    private static EpisodeCollector Collector(BadClient client) =>
        new(new EpisodeRunner(new ChatClientAgentFactory(_ => client, new PromptBuilder(PromptPack.Default), new ChatClientAgentOptions { Timeout = TimeSpan.FromMilliseconds(40) })), 1000);

    /// <summary>Answers late, wrongly, not at all, with errors, or by giving itself up; which of these follows from the request's seed.</summary>
    private sealed class BadClient : IChatClient
    {
        private int _running;

        public int Running => _running;

        public ConcurrentDictionary<int, int> Kinds { get; } = new();

        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _running);
            try
            {
                int kind = (int)(options!.Seed!.Value % 10);
                Kinds.TryAdd(Math.Min(kind, 4), 1);
                await Task.Delay((int)(options.Seed.Value % 7), cancellationToken);
                switch (kind)
                {
                    case 0: throw new HttpRequestException("connection reset");
                    case 1: throw new OperationCanceledException("the client gave itself up");
                    case 2: await Task.Delay(Timeout.Infinite, cancellationToken); break;
                    case 3: return TestChatClient.Reply("I'd rather not.");
                }

                return TestChatClient.Reply("""{"action_type": "speak", "argument": "Well."}""");
            }
            finally
            {
                Interlocked.Decrement(ref _running);
            }
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("not used");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
