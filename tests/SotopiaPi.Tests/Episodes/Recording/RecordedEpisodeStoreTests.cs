using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class RecordedEpisodeStoreTests
{
    [Test]
    public async Task Deleting_by_key_or_tag_takes_the_ratings_along_and_lists_what_was_derived()
    {
        using TemporaryFolder folder = new();
        Episode[] episodes = [Recorded("t1", 0), Recorded("t1", 1), Recorded("t2", 2)];
        using (RecordedEpisodeStore store = RecordedEpisodeStore.Open(folder.File("s")))
        {
            foreach (Episode episode in episodes)
            {
                Assert.That(await store.TryAppendAsync(episode), Is.True);
                Assert.That(await store.TryAppendAsync(episode), Is.False);
                await store.TryAppendAsync(RatingStored.Of(episode.Key, Rating()));
            }

            store.NoteDerived(new Derivation("adapter", "support-1", [episodes[0].Key, episodes[2].Key]));
            Deletion one = store.Delete(episodes[2].Key);
            Assert.That((one.Episodes.Single(), one.Ratings.Count, one.Derived.Single().Name), Is.EqualTo((episodes[2].Key, 1, "support-1")));
        }

        using RecordedEpisodeStore again = RecordedEpisodeStore.Open(folder.File("s"));
        Assert.That(await again.QueryAsync(new EpisodeQuery()).Select(record => record.GetType().Name).ToListAsync(), Is.EqualTo(new[] { "EpisodeStored", "RatingStored", "EpisodeStored", "RatingStored" }));
        Assert.That(await again.QueryAsync(new EpisodeQuery { Judge = "other" }).CountAsync(), Is.EqualTo(2));
        Deletion tag = again.DeleteTag("t1");
        Assert.That((tag.Episodes.Count, tag.Ratings.Count, tag.Derived.Single().Kind), Is.EqualTo((2, 2, "adapter")));
        Assert.That(Directory.EnumerateFiles(folder.File("s"), "0*.json"), Is.Empty);
        Assert.That(await again.TryAppendAsync(episodes[0]), Is.True);
    }

    [Test]
    [Platform("Unix")]
    public async Task Only_the_owner_can_read_what_is_written()
    {
        using TemporaryFolder folder = new();
        using RecordedEpisodeStore store = RecordedEpisodeStore.Open(folder.File("a/s"));
        await store.TryAppendAsync(Recorded("t", 0));
        store.NoteDerived(new Derivation("dataset", "d", []));
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.That(OperatingSystem.IsWindows() ? 0 : File.GetUnixFileMode(folder.File("a/s")) & Others, Is.EqualTo((UnixFileMode)0));
        foreach (string file in Directory.EnumerateFiles(folder.File("a/s")))
        {
            Assert.That(OperatingSystem.IsWindows() ? 0 : File.GetUnixFileMode(file) & Others, Is.EqualTo((UnixFileMode)0), file);
        }
    }

    [Test]
    public void A_second_process_and_a_foreign_file_are_refused()
    {
        using TemporaryFolder folder = new();
        using (RecordedEpisodeStore.Open(folder.File("s")))
        {
            Assert.That(() => RecordedEpisodeStore.Open(folder.File("s")), Throws.InstanceOf<IOException>());
        }

        File.WriteAllText(folder.File("s/notes.json"), "{}");
        Assert.That(() => RecordedEpisodeStore.Open(folder.File("s")), Throws.TypeOf<EpisodeStoreException>().With.Message.Contains("is not a record of this store"));
        File.Move(folder.File("s/notes.json"), folder.File("s/000000000001.json"));
        Assert.That(() => RecordedEpisodeStore.Open(folder.File("s")), Throws.TypeOf<EpisodeStoreException>().With.Message.Contains("cannot be read"));
    }

    private static Episode Recorded(string tag, int repetition)
    {
        EpisodePlan plan = TestTasks.Plan(repetition: repetition);
        return new Episode(plan.Key, plan.Seats, new DialogueEnvironment().Begin(plan.Task, plan.Options)) { Tag = tag };
    }

    private static EpisodeRating Rating() => new("judge", new Dictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> { [new Seat(0)] = new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = Score.Of(5) } }, null);
}
