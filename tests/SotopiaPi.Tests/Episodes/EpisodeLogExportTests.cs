using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>The fast writer of lines against the slow one, which the fixtures prove.</summary>
[TestFixture]
internal sealed class EpisodeLogExportTests
{
    private static readonly string[] Texts = ["", "Ada", "\"\\\n\r\t\b\f\u0001\u007f", "é — 你好 \ud83d\ude00 \ud83d", new('x', 70_000), "</script> & ' /"];

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public Property Lines_are_those_of_the_document(int seed)
    {
        Random random = new(seed);
        EpisodeLog log = RandomLog(random);
        ReferenceVersion version = (ReferenceVersion)random.Next(3);
        using PythonJsonBytes json = new();
        EpisodeLogLine.Write(json, log, version);
        return (Encoding.UTF8.GetString(json.Written.Span) == ReferenceDocument.Of(log, version).ToLine() + "\n").ToProperty();
    }

    [Test]
    public async Task A_store_is_exported_in_order_with_its_last_ratings()
    {
        using TemporaryFolder folder = new();
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(folder.File("e.db"));
        EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent(o => AgentAction.Speak($"Line {o.Turn}, \"é\"."))));
        List<Episode> episodes = [];
        for (int i = 0; i < 100; i++)
        {
            episodes.Add(await runner.PlayToEndAsync(TestTasks.Plan(options: new EpisodeOptions { MaxTurns = 4 }, repetition: i)));
            await store.TryAppendAsync(episodes[i]);
        }

        await store.TryAppendAsync(RatingStored.Of(episodes[7].Key, Rating("first", 3)));
        await store.TryAppendAsync(RatingStored.Of(episodes[7].Key, Rating("last", 8)));
        using MemoryStream output = new();
        int count = await EpisodeLogExport.WriteAsync(store, new EpisodeQuery(), output, ReferenceVersion.Head);
        IEnumerable<string> wanted = episodes.Select((episode, i) => ReferenceDocument.Of(EpisodeLogWriter.Write(episode, i == 7 ? Rating("last", 8) : null), ReferenceVersion.Head).ToLine() + "\n");
        Assert.That(count, Is.EqualTo(100));
        Assert.That(Encoding.UTF8.GetString(output.ToArray()), Is.EqualTo(string.Concat(wanted)));
    }

    [Test]
    public async Task A_cancelled_export_stops()
    {
        InMemoryEpisodeStore store = new();
        await store.TryAppendAsync(await new EpisodeRunner(new DelegateAgentFactory(_ => new ScriptedAgent([]))).PlayToEndAsync(TestTasks.Plan()));
        Assert.That(async () => await EpisodeLogExport.WriteAsync(store, new EpisodeQuery(), Stream.Null, ReferenceVersion.Head, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static EpisodeRating Rating(string judge, double goal) => new(
        judge,
        new[] { 0, 1 }.ToDictionary(seat => new Seat(seat), _ => (IReadOnlyDictionary<SocialDimension, Score>)new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = Score.Of(goal), [SocialDimension.Secret] = Score.Of(-0.5) }),
        null);

    private static EpisodeLog RandomLog(Random random)
    {
        string Text() => Texts[random.Next(Texts.Length)] + (char)random.Next(0x10000);
        string[] Several() => [.. Enumerable.Range(0, random.Next(3)).Select(_ => Text())];
        return new EpisodeLog(Text(), Text(), Several(), [.. Enumerable.Range(0, random.Next(3)).Select(_ => Enumerable.Range(0, random.Next(3)).Select(_ => new LoggedMessage(Text(), Text(), Text())).ToArray())])
        {
            Tag = random.Next(2) == 0 ? null : Text(),
            Models = random.Next(2) == 0 ? null : Several(),
            AgentClasses = Several(),
            Reasoning = Text(),
            RewardsPrompt = Text(),
            Rewards = [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(2) == 0 ? EpisodeLogReward.Failed : new EpisodeLogReward(random.NextDouble() * 10, [.. Enumerable.Range(0, random.Next(3)).Select(i => KeyValuePair.Create($"d{i}{Text()}", random.Next(2) == 0 ? random.Next(-10, 11) : random.NextDouble()))]))],
        };
    }
}
