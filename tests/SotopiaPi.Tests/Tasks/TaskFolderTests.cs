using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class TaskFolderTests
{
    [Test]
    public async Task Sampled_tasks_come_back_from_their_folder()
    {
        AgentProfile[] agents = [TestTasks.Ada, TestTasks.Ben, TestTasks.Cy];
        Relationship[] relationships = [new("r1", "a1", "a2", RelationshipType.Friend), new("r2", "a3", "a1", RelationshipType.Friend)];
        EnvironmentProfile environment = new("e", "S <p>é</p>", ["g", "h"]) { Relationship = RelationshipType.Friend, AgeConstraint = "[(18, 70), (18, 70)]" };
        List<SocialTask> tasks = await new SampledTaskSource([environment], new ConstraintSampler(agents, relationships), 2).GetTasksAsync().ToListAsync();
        using TemporaryFolder folder = new();
        TaskFolder.Write(folder.Path, tasks);
        FolderTaskSource read = FolderTaskSource.Open(folder.Path);
        Assert.That(read.Problems, Is.Empty);
        Assert.That(read.Tasks.Select(task => task.Key), Is.EqualTo(tasks.Select(task => task.Key)));
        Assert.That(read.Tasks[0].Agents[0].Secret, Is.EqualTo(tasks[0].Agents[0].Secret));
        Assert.That(File.ReadAllText(folder.File("environment_profiles.jsonl")), Does.Contain("S <p>é</p>"));
    }
}
