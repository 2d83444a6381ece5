namespace SotopiaPi.Tests;

[TestFixture("memory")]
[TestFixture("lines")]
[TestFixture("sqlite")]
internal sealed class EpisodeStoreTests(string kind)
{
    private string _folder = "";
    private IEpisodeStore _store = null!;

    [SetUp]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("sotopiapi-store-").FullName;
        _store = TestStores.Open(kind, Path.Combine(_folder, "episodes"));
    }

    [TearDown]
    public async Task Close()
    {
        await TestStores.CloseAsync(_store);
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Append_keeps_a_key_once()
    {
        Episode episode = await SampleEpisodes.PlayedAsync();
        Assert.That(await _store.TryAppendAsync(episode), Is.True);
        Assert.That(await _store.TryAppendAsync(episode), Is.False);
        Assert.That(await Keys(new EpisodeQuery()), Is.EqualTo(new[] { episode.Key }));
        Assert.That((await _store.FindEpisodeAsync(episode.Key))!.Turns, Has.Count.EqualTo(episode.Turns.Count));
        Assert.That(await _store.FindEpisodeAsync("no"), Is.Null);
    }

    [Test]
    public async Task Query_combines_conditions_and_keeps_the_order()
    {
        Episode[] episodes = [await SampleEpisodes.PlayedAsync(0, "x"), await SampleEpisodes.PlayedAsync(1, "y", "ad"), await SampleEpisodes.PlayedAsync(2, "x", "ad"), SampleEpisodes.Everything()];
        List<string> order = [];
        foreach (Episode episode in episodes)
        {
            await _store.TryAppendAsync(episode);
            RatingStored first = RatingStored.Of(episode.Key, SampleEpisodes.Rating("first"));
            RatingStored second = RatingStored.Of(episode.Key, SampleEpisodes.Rating("second"));
            await _store.TryAppendAsync(first);
            await _store.TryAppendAsync(second);
            order.AddRange([episode.Key, first.Key, second.Key]);
        }

        Assert.That(await Keys(new EpisodeQuery()), Is.EqualTo(order));
        Assert.That(await Episodes(new EpisodeQuery { Tag = "x" }), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(await Episodes(new EpisodeQuery { Tag = "x", Model = new ModelRef("agent", "ad") }), Is.EqualTo(new[] { 2 }));
        Assert.That(await Episodes(new EpisodeQuery { Model = new ModelRef("agent") }), Is.EqualTo(new[] { 0 }));
        Assert.That(await Episodes(new EpisodeQuery { AgentId = "a3" }), Is.EqualTo(new[] { 3 }));
        Assert.That(await Episodes(new EpisodeQuery { TaskKey = episodes[0].Task.Key }), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(await Keys(new EpisodeQuery { EpisodeKey = order[3], Judge = "second" }), Is.EqualTo(new[] { order[3], order[5] }));
        Assert.That((await Keys(new EpisodeQuery { Tag = "y", Judge = "third" })), Is.EqualTo(new[] { order[3] }));

        async Task<int[]> Episodes(EpisodeQuery query) => [.. (await Keys(query)).Select(key => Array.FindIndex(episodes, episode => episode.Key == key)).Where(index => index >= 0)];
    }

    [Test]
    public async Task Many_writers_lose_and_double_nothing()
    {
        Episode episode = await SampleEpisodes.PlayedAsync();
        int added = 0;
        await Parallel.ForAsync(0, 600, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
        {
            Episode own = episode with { Key = $"k{i / 2}" };
            if (await _store.TryAppendAsync(own, token))
            {
                Interlocked.Increment(ref added);
            }
        });
        Assert.That(added, Is.EqualTo(300));
        Assert.That((await Keys(new EpisodeQuery())).Distinct().Count(), Is.EqualTo(300));
    }

    private async Task<List<string>> Keys(EpisodeQuery query)
    {
        List<string> keys = [];
        await foreach (EpisodeRecord record in _store.QueryAsync(query))
        {
            keys.Add(record.Key);
        }

        return keys;
    }
}
