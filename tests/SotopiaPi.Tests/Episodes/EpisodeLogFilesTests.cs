using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class EpisodeLogFilesTests
{
    private static readonly SocialTask Task = TestTasks.Pair();

    [Test]
    public async Task Every_form_of_a_data_set_gives_its_logs_and_names_what_is_malformed()
    {
        using TemporaryFolder folder = new();
        EpisodeLog[] logs = [.. await System.Threading.Tasks.Task.WhenAll(Enumerable.Range(0, 3).Select(async i => await LogAsync(i)))];
        ReferenceDocument[] documents = [.. logs.Select(log => ReferenceDocument.Of(log, ReferenceVersion.Head))];
        File.WriteAllText(folder.File("some_episodes.jsonl"), documents[0].ToLine() + "\n{\"pk\": 3}\nno\n" + EpisodeLines.Write(Rated(logs[0]), Task) + "\n");
        ReferenceFiles.WriteLocal(folder.Path, [documents[1]]);
        ReferenceFiles.WriteRedisExport(folder.File("dump.json"), [ReferenceDocument.Of(TestTasks.Ada, ReferenceVersion.Head), documents[2]]);
        File.WriteAllText(folder.File("other.json"), "{\"pk\": \"x\"}");
        List<RecordProblem> problems = [];
        FiledEpisodeLog[] read = [.. EpisodeLogFiles.ReadFolder(folder.Path, problems)];
        Assert.That(read.Select(log => $"{Path.GetFileName(log.File)} {log.Record}"), Is.EqualTo(new[] { "some_episodes.jsonl line 1", "some_episodes.jsonl line 4", $"{logs[1].Id}.json the record", $"dump.json record '{documents[2].RedisKey}'" }));
        Assert.That(read.Select(log => log.Log.Id), Is.EqualTo(new[] { logs[0].Id, logs[0].Id, logs[1].Id, logs[2].Id }));
        Assert.That(read.Where((_, i) => i != 1).Select(log => ReferenceDocument.Of(log.Log, ReferenceVersion.Head).ToLine()), Is.EqualTo(documents.Select(document => document.ToLine())));
        Assert.That(problems.Select(problem => $"{Path.GetFileName(problem.File)} {problem.Record} {problem.Field}"), Is.EqualTo(new[] { "some_episodes.jsonl line 2 pk", "some_episodes.jsonl line 3 " }));
        Assert.That(ProfileFolder.Read(folder.Path).Agents.Single().Name, Is.EqualTo("Ada Reed"));
    }

    [TestCase(":sotopia.database.logs.EpisodeLog:01H", true, "EpisodeLog", "01H")]
    [TestCase(":sotopia.database.persistent_profile.AgentProfile:a-b_1", true, "AgentProfile", "a-b_1")]
    [TestCase(":sotopia.database.logs.EpisodeLog:index:hash", false, "", "")]
    [TestCase("other", false, "", "")]
    public void Keys_are_taken_apart(string key, bool isRecord, string recordClass, string id)
    {
        Assert.That(RedisKeys.TryParse(key, out string foundClass, out string foundId), Is.EqualTo(isRecord));
        Assert.That((foundClass, foundId), Is.EqualTo((recordClass, id)));
    }

    [Test]
    public async Task Licences_stay_with_the_store()
    {
        using TemporaryFolder folder = new();
        await using (SqliteEpisodeStore store = SqliteEpisodeStore.Open(folder.File("e.db")))
        {
            Assert.That(store.Licences(), Is.Empty);
            store.NoteLicence(new DataSetLicence("b", "CC0"));
            store.NoteLicence(new DataSetLicence("a", "?"));
            store.NoteLicence(new DataSetLicence("a", "CC-BY-SA-4.0"));
        }

        await using SqliteEpisodeStore again = SqliteEpisodeStore.Open(folder.File("e.db"));
        Assert.That(again.Licences(), Is.EqualTo(new[] { new DataSetLicence("a", "CC-BY-SA-4.0"), new DataSetLicence("b", "CC0") }));
    }

    private static async Task<EpisodeLog> LogAsync(int repetition) => EpisodeLogWriter.Write(
        await new EpisodeRunner(new DelegateAgentFactory(_ => new ScriptedAgent([AgentAction.Speak("Hello.")]))).PlayToEndAsync(TestTasks.Plan(Task, repetition: repetition)));

    private static EpisodeLog Rated(EpisodeLog log) => log with { Rewards = [.. log.AgentIds.Select(_ => new EpisodeLogReward(1, [KeyValuePair.Create("goal", 1.0)]))] };
}
