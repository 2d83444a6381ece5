using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Benchmarking.TaskSets;

/// <summary>The sets of the papers and of <c>sotopia benchmark</c>, on the published data.</summary>
public sealed class BenchmarkTaskSetsTests
{
    private static IReadOnlyList<SocialTask> Tasks => FolderTaskSource.Open(SharedFolder.Path("data/sotopia")).Tasks;

    [Test]
    public void All_has_180_points_two_pairs_a_task_one_for_each_position()
    {
        BenchmarkTaskSet set = BenchmarkTaskSets.All(Tasks);
        Assert.That(set.Presence, Is.EqualTo("90 of 90 tasks, 180 of 180 points"));
        Assert.That(set.IsComplete, Is.True);
        Assert.That(set.Points.Count(point => point.Seat == new Seat(0)), Is.EqualTo(90));
        Assert.That(set.Points.GroupBy(point => point.Task.Environment.Id).Select(group => group.Select(point => point.Task.Key).Distinct().Count()), Is.All.EqualTo(2), "two pairs of characters");
    }

    [Test]
    public void Hard_has_both_sides_of_14_tasks_with_five_pairs_each()
    {
        BenchmarkTaskSet set = BenchmarkTaskSets.Hard(Tasks);
        Assert.That(set.Presence, Is.EqualTo("14 of 14 tasks, 140 of 140 points"));
        Assert.That(set.Points.GroupBy(point => point.Task.Environment.Id).Select(group => group.Count()), Is.All.EqualTo(10));
        Assert.That(set.Points.Distinct().Count(), Is.EqualTo(140));
    }

    [Test]
    public void The_sets_of_sotopia_benchmark_are_there()
    {
        Assert.That(BenchmarkTaskSets.Full(Tasks).Presence, Is.EqualTo("90 of 90 tasks, 900 of 900 points"));
        Assert.That(BenchmarkTaskSets.Cooperative(Tasks).Points.Select(point => point.Task.Environment.Codename), Is.All.Contains("mutual").And.Not.Empty);
        Assert.That(BenchmarkTaskSets.Competitive(Tasks).Points.Select(point => point.Task.Environment.Codename), Is.All.Contains("craigslist").And.Not.Empty);
    }

    [Test]
    public void Twenty_hard_items_need_the_list_with_their_sides()
    {
        string message = Assert.Throws<InvalidOperationException>(() => BenchmarkTaskSets.HardItems(Tasks, []))!.Message;
        Assert.That(message, Does.Contain("needs the EnvironmentList 'hard_env_set'").And.Contain("the data hold no such list").And.Contain("take the set 'hard'"));
    }

    [Test]
    public void Twenty_hard_items_give_100_points_when_the_users_data_hold_the_list()
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(SharedFolder.Path("data/sotopia")))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        string[] hard = [.. BenchmarkTaskSets.Hard(Tasks).Points.Select(point => point.Task.Environment.Id).Distinct()];
        (string Id, string Side)[] items = [.. hard.Select((id, index) => (id, index % 2 == 0 ? "0" : "1")), .. hard.Take(6).Select((id, index) => (id, index % 2 == 0 ? "1" : "0"))];
        EnvironmentList list = new("LIST", "hard_env_set", [.. items.Select(item => item.Id)], [.. items.Select(item => item.Side)]);
        Directory.CreateDirectory(folder.File("EnvironmentList"));
        File.WriteAllText(Path.Combine(folder.File("EnvironmentList"), "LIST.json"), ReferenceRecordJson.Write(list).Json.ToJsonString());

        FolderTaskSource source = FolderTaskSource.Open(folder.Path);
        BenchmarkTaskSet set = BenchmarkTaskSets.HardItems(source.Tasks, source.EnvironmentLists);
        Assert.That(set.Presence, Is.EqualTo("14 of 14 tasks, 100 of 100 points"));
        Assert.That(set.Points.GroupBy(point => (point.Task.Environment.Id, point.Seat.Index.ToString(System.Globalization.CultureInfo.InvariantCulture))).Select(group => group.Key), Is.EquivalentTo(items));
    }

    [Test]
    public void A_side_that_is_none_is_named()
    {
        string id = BenchmarkTaskSets.Hard(Tasks).Points[0].Task.Environment.Id;
        Assert.That(Assert.Throws<InvalidOperationException>(() => BenchmarkTaskSets.HardItems(Tasks, [new EnvironmentList("L", "hard_env_set", [id], ["left"])]))!.Message, Does.Contain(id).And.Contain("the side 'left'"));
    }

    [Test]
    public void Data_without_the_tasks_of_a_set_are_refused() =>
        Assert.That(Assert.Throws<InvalidOperationException>(() => BenchmarkTaskSets.Hard([TestTasks.Pair()]))!.Message, Does.Contain("no task of the set 'hard'").And.Contain("14 hard situations"));

    [Test]
    public void A_limit_keeps_whole_tasks_and_what_was_expected()
    {
        BenchmarkTaskSet set = BenchmarkTaskSets.Hard(Tasks).Limit(3);
        Assert.That(set.Presence, Is.EqualTo("3 of 14 tasks, 30 of 140 points"));
        Assert.That(set.IsComplete, Is.False);
    }

    [Test]
    public void A_task_with_one_pair_of_characters_gives_both_positions_to_it()
    {
        BenchmarkTaskSet set = BenchmarkTaskSets.All([TestTasks.Pair(), TestTasks.Four()]);
        Assert.That(set.Points.Select(point => (point.Task.Environment.Id, point.Seat.Index)), Is.EqualTo([("e1", 0), ("e1", 1), ("e4", 0), ("e4", 1), ("e4", 2), ("e4", 3)]));
        Assert.That(BenchmarkTaskSets.Own("mine", "my tasks", [TestTasks.Pair()]).IsComplete, Is.True);
    }
}
