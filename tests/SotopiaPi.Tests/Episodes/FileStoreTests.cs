using Microsoft.Data.Sqlite;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class FileStoreTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("sotopiapi-store-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Lines_cut_off_by_a_crash_are_removed()
    {
        string path = Path.Combine(_folder, "episodes.jsonl");
        Episode episode = await SampleEpisodes.PlayedAsync();
        using (JsonLinesEpisodeStore store = JsonLinesEpisodeStore.Open(path))
        {
            await store.TryAppendAsync(episode);
        }

        long whole = new FileInfo(path).Length;
        await File.AppendAllTextAsync(path, "{\"kind\":\"episode\",\"key\":\"ha");
        using JsonLinesEpisodeStore again = JsonLinesEpisodeStore.Open(path);
        Assert.That(new FileInfo(path).Length, Is.EqualTo(whole));
        Assert.That(await again.TryAppendAsync(episode with { Key = "next" }), Is.True);
        Assert.That(await again.FindEpisodeAsync("next"), Is.Not.Null);
    }

    [Test]
    public async Task Sqlite_lists_summaries()
    {
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(Path.Combine(_folder, "e.db"));
        Episode episode = await SampleEpisodes.PlayedAsync(tag: "t", adapter: "ad");
        await store.TryAppendAsync(episode);
        await store.TryAppendAsync(SampleEpisodes.Everything());
        IReadOnlyList<EpisodeSummary> all = store.List(new EpisodeQuery());
        Assert.That(all.Select(summary => summary.Key), Is.EqualTo(new[] { episode.Key, "k" }));
        Assert.That(all[0].Players, Is.EqualTo(new[] { new EpisodePlayer("a1", "agent", new ModelRef("agent", "ad")), new EpisodePlayer("a2", "partner", null) }));
        Assert.That((all[0].Tag, all[0].Turns, all[0].End), Is.EqualTo(("t", episode.Turns.Count, episode.State.End!.Reason)));
        Assert.That(store.List(new EpisodeQuery { AgentId = "a4" }).Single().Key, Is.EqualTo("k"));
        Assert.That(store.List(new EpisodeQuery { Tag = "t", Model = new ModelRef("agent") }), Is.Empty);
    }

    [Test]
    public void Sqlite_refuses_the_database_of_another_program()
    {
        string path = Path.Combine(_folder, "other.db");
        using (SqliteConnection other = new($"Data Source={path};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "CREATE TABLE t (x)";
            command.ExecuteNonQuery();
        }

        Assert.That(() => SqliteEpisodeStore.Open(path), Throws.TypeOf<EpisodeStoreException>().With.Message.Contains("is a SQLite database, but not an episode store"));
    }

    [Test]
    public async Task Sqlite_serves_two_stores_on_one_file()
    {
        string path = Path.Combine(_folder, "e.db");
        await using SqliteEpisodeStore one = SqliteEpisodeStore.Open(path);
        await using SqliteEpisodeStore two = SqliteEpisodeStore.Open(path);
        Episode episode = await SampleEpisodes.PlayedAsync();
        bool[] added = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => (i % 2 == 0 ? one : two).TryAppendAsync(episode with { Key = $"k{i / 4}" }).AsTask()));
        Assert.That(added.Count(isNew => isNew), Is.EqualTo(50));
        Assert.That(one.List(new EpisodeQuery()), Has.Count.EqualTo(50));
    }

    [Test]
    public async Task Sqlite_refuses_writes_after_closing()
    {
        SqliteEpisodeStore store = SqliteEpisodeStore.Open(Path.Combine(_folder, "e.db"));
        await store.DisposeAsync();
        Assert.That(async () => await store.TryAppendAsync(SampleEpisodes.Everything()), Throws.TypeOf<ObjectDisposedException>());
    }
}
