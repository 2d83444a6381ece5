using System.Text;

namespace SotopiaPi.Tests;

[TestFixture("lines")]
[TestFixture("sqlite")]
internal sealed class PersistentStoreTests(string kind)
{
    private string _folder = "";
    private IEpisodeStore _store = null!;

    private string FileName => Path.Combine(_folder, "episodes." + kind);

    [SetUp]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("sotopiapi-store-").FullName;
        _store = TestStores.Open(kind, FileName);
    }

    [TearDown]
    public async Task Close()
    {
        await TestStores.CloseAsync(_store);
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_store_opened_again_holds_the_same()
    {
        Episode episode = SampleEpisodes.Everything();
        await _store.TryAppendAsync(episode);
        await _store.TryAppendAsync(RatingStored.Of(episode.Key, SampleEpisodes.Rating()));
        await TestStores.CloseAsync(_store);
        _store = TestStores.Open(kind, FileName);
        Assert.That(await _store.QueryAsync(new EpisodeQuery { Tag = "collection" }).ToListAsync(), Has.Count.EqualTo(2));
        Assert.That(await _store.TryAppendAsync(episode), Is.False);
        Episode read = (await _store.FindEpisodeAsync(episode.Key))!;
        Assert.That(Encoding.UTF8.GetString(EpisodeJson.Write(new EpisodeStored("k", read))), Is.EqualTo(Encoding.UTF8.GetString(EpisodeJson.Write(new EpisodeStored("k", episode)))));
    }

    [Test]
    public async Task A_damaged_file_is_refused_with_a_reason()
    {
        await TestStores.CloseAsync(_store);
        await File.WriteAllTextAsync(FileName, string.Concat(Enumerable.Repeat("This is not a store.\n", 300)));
        Assert.That(() => TestStores.Open(kind, FileName), Throws.TypeOf<EpisodeStoreException>().With.Message.Contains(FileName).And.Message.Contains(kind == "lines" ? "Line 1 of the episode file" : "is damaged or not an episode store"));
    }

    [Test]
    public async Task A_missing_folder_is_named()
    {
        await TestStores.CloseAsync(_store);
        Directory.Delete(_folder, recursive: true);
        Assert.That(() => TestStores.Open(kind, FileName), Throws.TypeOf<EpisodeStoreException>().With.Message.Contains(FileName));
        Directory.CreateDirectory(_folder);
    }
}
