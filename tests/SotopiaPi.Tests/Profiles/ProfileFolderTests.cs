using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class ProfileFolderTests
{
    private const string Agents = """
        {"pk": "a1", "first_name": "Ada", "last_name": "Reed", "age": 34}
        {"agent_id": "a2", "first_name": "Ben", "last_name": "Cole", "age": 51, "moral_values": ["Care"]}
        """;

    private const string Environments = """
        {"pk": "e1", "scenario": "S", "agent_goals": ["g", "h"], "relationship": "2", "age_constraint": "[(18, 70), (18, 70)]", "agent_constraint": "none"}
        {"env_id": "e2", "scenario": "T", "agent_goals": ["g", "h"], "relationship": 3, "age_constraint": null, "agent_constraint": [["a1"], []]}
        """;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("sotopiapi-tasks-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Tasks_come_from_the_combinations()
    {
        Write("agent_profiles.jsonl", Agents);
        Write("environment_profiles.jsonl", Environments);
        Write("env_agent_combos.jsonl", """
            {"pk": "c1", "env_id": "e1", "agent_ids": ["a2", "a1"]}
            {"combo_id": "c2", "env_id": "e2", "agent_ids": ["a1", "a2"]}
            {"pk": "c3", "env_id": "e2", "agent_ids": ["a1", "a2"]}
            {"pk": "c4", "env_id": "e9", "agent_ids": ["a1", "a2"]}
            {"pk": "c5", "env_id": "e1", "agent_ids": ["a1", "a7"]}
            {"pk": "c6", "env_id": "e1", "agent_ids": ["a1"]}
            """);
        FolderTaskSource source = FolderTaskSource.Open(_folder);
        Assert.That(source.Tasks.Select(task => $"{task.Environment.Id} {task.Agents[0].Id} {task.Relationship}"), Is.EqualTo(new[] { "e1 a2 Acquaintance", "e2 a1 Friend" }));
        Assert.That(source.Problems.Select(problem => problem.ToString()), Is.EqualTo(new[]
        {
            "env_agent_combos, record 'c4': there is no environment 'e9'",
            "env_agent_combos, record 'c5': there is no character 'a7'",
            "env_agent_combos, record 'c6': found 1 characters, wanted one for each of the 2 goals of environment 'e1', two or more",
        }));
    }

    [Test]
    public void Without_combinations_tasks_are_drawn_by_relationship_and_age()
    {
        Write("agent_profiles.jsonl", Agents);
        Write("environment_profiles.jsonl", Environments);
        Write("relationship_profiles.jsonl", """{"pk": "r1", "agent_1_id": "a1", "agent_2_id": "a2", "relationship": 2, "background_story": "old"}""");
        FolderTaskSource source = FolderTaskSource.Open(_folder);
        Assert.That(source.Tasks.Single().Environment.Id, Is.EqualTo("e1"));
        Assert.That(source.Problems.Single().Message, Does.StartWith("no group of characters is related as Friend"));
    }

    [Test]
    public void A_malformed_record_names_file_record_and_field_and_stops_nothing()
    {
        Write("agent_profiles.jsonl", Agents + "\n" + """{"pk": "a3", "first_name": "Cy", "last_name": "Dunn", "age": "old"}""" + "\n" + """{"pk": "a4", "last_name": "X"}""" + "\n[]\n");
        ProfileFolder folder = ProfileFolder.Read(_folder);
        string file = Path.Combine(_folder, "agent_profiles.jsonl");
        Assert.That(folder.Agents, Has.Count.EqualTo(2));
        Assert.That(folder.Problems, Is.EqualTo(new[]
        {
            new RecordProblem(file, "line 3", "age", "field 'age': found \"old\", wanted an integer"),
            new RecordProblem(file, "line 4", "first_name", "field 'first_name': found nothing, wanted a value"),
            new RecordProblem(file, "line 5", "", "found [], wanted an object"),
        }));
    }

    [Test]
    public void What_is_not_json_is_a_problem_and_stops_nothing()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "AgentProfile"));
        Write("agent_profiles.jsonl", "{\"pk\": \n" + Agents);
        Write("AgentProfile/a1.json", "{");
        ProfileFolder folder = ProfileFolder.Read(_folder);
        Assert.That(folder.Agents, Has.Count.EqualTo(2));
        Assert.That(folder.Problems.Select(problem => problem.ToString()), Has.Exactly(1).Contains("a1.json, the file: it is not JSON: ").And.Exactly(1).Contains("agent_profiles.jsonl, line 1: it is not JSON: "));
    }

    [Test]
    public void A_missing_or_empty_folder_is_an_error()
    {
        Assert.That(() => FolderTaskSource.Open(Path.Combine(_folder, "no")), Throws.TypeOf<DirectoryNotFoundException>().With.Message.Contains("There is no folder"));
        Assert.That(() => FolderTaskSource.Open(_folder), Throws.TypeOf<RecordFormatException>().With.Message.Contains("gives no task"));
    }

    [Test]
    public void Local_storage_and_lists_are_read_too()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "AgentProfile"));
        Write("AgentProfile/a1.json", """{"pk": "a1", "first_name": "Ada", "last_name": "Reed"}""");
        Write("environment_profiles.json", "[" + Environments.Replace("}\n", "},\n", StringComparison.Ordinal) + "]");
        Write("relationship_profiles.json", """{":x.RelationshipProfile:r1": {"pk": "r1", "agent_1_id": "a1", "agent_2_id": "a2", "relationship": 9}}""");
        ProfileFolder folder = ProfileFolder.Read(_folder);
        Assert.That(folder.Agents.Single().Name, Is.EqualTo("Ada Reed"));
        Assert.That(folder.Environments, Has.Count.EqualTo(2));
        Assert.That(folder.Problems.Single(), Is.EqualTo(new RecordProblem(Path.Combine(_folder, "relationship_profiles.json"), "record ':x.RelationshipProfile:r1'", "relationship", "field 'relationship': found 9, wanted a number from 0 (stranger) to 5 (family member)")));
    }

    [TestCase("sotopia", 40, 90, 120, 450, 450)]
    [TestCase("sotopia-pi", 40, 386, 120, 2510, 2510)]
    public void Published_data_load_whole(string name, int agents, int environments, int relationships, int combinations, int tasks)
    {
        ProfileFolder folder = ProfileFolder.Read(SharedFolder.Path("data/" + name));
        Assert.That(folder.Problems, Is.Empty);
        Assert.That((folder.Agents.Count, folder.Environments.Count, folder.Relationships.Count, folder.Combinations.Count), Is.EqualTo((agents, environments, relationships, combinations)));
        FolderTaskSource source = new(folder);
        Assert.That((source.Tasks.Count, source.Problems.Count), Is.EqualTo((tasks, 0)));
    }

    [TestCase("sotopia")]
    [TestCase("sotopia-pi")]
    public void Published_data_round_trip_in_every_form(string name)
    {
        ProfileFolder folder = ProfileFolder.Read(SharedFolder.Path("data/" + name)) with { EnvironmentLists = [new EnvironmentList("l1", "hard_env_set", ["a", "b"], ["0", "1"])] };
        ProfileFolder tagged = folder with
        {
            Agents = [.. folder.Agents.Select(agent => agent with { Tag = "t", ModelId = "m", Mbti = "INTJ" })],
            Environments = [.. folder.Environments.Select(environment => environment with { Tag = "t", GameMetadata = new() { ["rounds"] = 3 } })],
        };
        string[] wanted = Lines(folder);
        string Of(string form) => Path.Combine(_folder, form);
        ReferenceFiles.WriteLines(Of("lines"), folder);
        ReferenceFiles.WriteRedisExport(Path.Combine(Directory.CreateDirectory(Of("redis")).FullName, "dump.json"), ReferenceFiles.Documents(folder, ReferenceVersion.Head));
        ReferenceFiles.WriteStoredLines(Of("stored"), tagged);
        ProfileFolder part = folder with { Combinations = [.. folder.Combinations.Take(20)], Environments = [.. folder.Environments.Take(20)] };
        int files = ReferenceFiles.WriteLocal(Of("local"), ReferenceFiles.Documents(part, ReferenceVersion.Head));
        Assert.Multiple(() =>
        {
            Assert.That(Lines(ProfileFolder.Read(Of("lines"))), Is.EqualTo(wanted));
            Assert.That(Lines(ProfileFolder.Read(Of("stored"))), Is.EqualTo(Lines(tagged)));
            Assert.That(Lines(ProfileFolder.Read(Of("redis"))), Is.EqualTo(wanted));
            Assert.That(Lines(ProfileFolder.Read(Of("local"))), Is.EquivalentTo(Lines(part)));
            Assert.That(Directory.EnumerateFiles(Of("local"), "*.json", SearchOption.AllDirectories).Count(), Is.EqualTo(files).And.EqualTo(40 + 20 + 120 + 20 + 1));
        });

        static string[] Lines(ProfileFolder profiles)
        {
            Assert.That(profiles.Problems, Is.Empty);
            return [.. ReferenceFiles.Documents(profiles, ReferenceVersion.Head).Select(document => document.RedisKey + document.ToLine())];
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
