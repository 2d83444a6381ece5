namespace SotopiaPi.Tests;

public class OfflineTaskSourceTests
{
    [Test]
    public async Task The_same_seed_gives_the_same_tasks()
    {
        var source = new OfflineTaskSource(seed: 3, count: 20);
        string[] keys = [.. Enumerable.Range(0, 20).Select(position => source[position].Key)];
        List<string> streamed = [];
        await foreach (SocialTask task in new OfflineTaskSource(seed: 3, count: 20).GetTasksAsync())
        {
            streamed.Add(task.Key);
        }

        Assert.That(streamed, Is.EqualTo(keys));
        Assert.That(new OfflineTaskSource(seed: 4, count: 20)[0].Key, Is.Not.EqualTo(keys[0]));
    }

    [Test]
    public void Ranges_that_do_not_overlap_share_no_task()
    {
        var first = new OfflineTaskSource(seed: 3, count: 5000);
        var second = new OfflineTaskSource(seed: 3, count: 5000, offset: 5000);
        string[] texts = [.. Enumerable.Range(0, 5000).SelectMany(position => new[] { first[position], second[position] }).Select(task => task.Key)];
        Assert.That(texts, Is.Unique);
    }

    [Test]
    public void Half_of_the_tasks_are_bargains_and_half_splits()
    {
        var source = new OfflineTaskSource(seed: 3, count: 100);
        Assert.That(Enumerable.Range(0, 100).GroupBy(position => source[position].Environment.Codename).Select(group => (group.Key, group.Count())),
            Is.EquivalentTo(new[] { ("bargain", 50), ("split", 50) }));
    }

    [Test]
    public void A_range_beyond_the_last_task_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new OfflineTaskSource(seed: 1, count: 2, OfflineTaskSource.Positions - 1));
}
