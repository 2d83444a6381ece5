using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet;
using SotopiaPi.Samples.Conversion;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>The converter's command line, in this process.</summary>
public sealed class ConvertTests
{
    private const string Published = """{"episode_id": "e1", "environment_id": "v1", "agent_ids": ["a1", "a2"], "experiment_tag": "t", "experiment_model_name_pairs": ["j", "m", "m"], "raw_messages": [[["Environment", "Ada Reed", "\nYou meet.\n"], ["Environment", "Ben Cole", "\nYou meet.\n"], ["Ada Reed", "Environment", "said: \"Hé\""], ["Ben Cole", "Environment", "did nothing"]], [["Environment", "Ada Reed", "Turn #0: x\n"], ["Environment", "Ben Cole", "Turn #0: x\n"], ["Ada Reed", "Environment", "did nothing"], ["Ben Cole", "Environment", "left the conversation"]], [["Environment", "Ada Reed", "y"], ["Environment", "Ben Cole", "y"]]], "raw_rewards": [[3.0, {"goal": 8.0, "overall_score": 3.0}], 0.0], "raw_rewards_prompt": "", "reasoning": ""}""";

    [TestCase("llamafactory", "sotopia_pi_sft.json")]
    [TestCase("trl", "sotopia_pi_sft.jsonl")]
    [TestCase("openai", "sotopia_pi_sft.jsonl")]
    [TestCase("parquet", "sotopia_pi_sft.parquet")]
    public async Task A_dump_becomes_training_data_and_unreadable_rows_are_listed(string format, string file)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("dump.jsonl"), $"{Published}\n{{\"episode_id\": 3}}\n\nnot json\n");
        (int code, string output, string errors) = await RunAsync("episodes", folder.File("dump.jsonl"), "--to", format, "--out", folder.File("out"), "--licence", "CC0");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("1 examples of 1 seats").And.Contain("Rows left out: 2."));
        Assert.That(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2));
        Assert.That(errors, Does.Contain("dump.jsonl, line 2: field 'episode_id'").And.Contain("dump.jsonl, line 4: "));
        Assert.That(new FileInfo(folder.File("out/" + file)).Length, Is.GreaterThan(100));
        Assert.That(File.ReadAllText(folder.File("out/LICENCE.txt")), Does.Contain("CC0"));
    }

    [Test]
    public async Task Parquet_holds_the_same_examples()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("dump.jsonl"), Published);
        await RunAsync("episodes", folder.File("dump.jsonl"), "--filter", "all", "--to", "parquet", "--out", folder.Path);
        await using ParquetReader reader = await ParquetReader.CreateAsync(folder.File("sotopia_pi_sft.parquet"));
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(0);
        string?[] replies = new string?[rows.RowCount];
        await rows.ReadAsync(reader.Schema.GetDataFields().Single(field => field.Name == "completion"), replies.AsMemory()!);
        Assert.That(replies, Is.EqualTo(new[] { "{\"action_type\": \"speak\", \"argument\": \"H\\u00e9\"}", "{\"action_type\": \"leave\", \"argument\": \"\"}" }));
    }

    [Test]
    [Category("Fixtures.platform")]
    public async Task Records_of_the_reference_come_out_with_its_prompts()
    {
        using JsonDocument fixture = JsonDocument.Parse(File.ReadAllText(SharedFolder.Fixture("platform/filtering/sft_records.json")));
        using JsonDocument texts = JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("spec/prompts.json")));
        using TemporaryFolder folder = new();
        JsonObject pack = new()
        {
            ["name"] = "reference",
            ["form"] = "single",
            ["format"] = texts.RootElement.GetProperty("pi.sft.format_suffix").GetString(),
            ["prompt"] = texts.RootElement.GetProperty("pi.sft.prompt_template").GetString()!.Replace("{agent}", "{agent_name}", StringComparison.Ordinal) + "{format}",
        };
        File.WriteAllText(folder.File("pack.json"), pack.ToJsonString());
        (int code, _, string errors) = await RunAsync("episodes", SharedFolder.Fixture("platform/filtering/episodes.jsonl"), "--tag", "fixture_sft_self", "--to", "llamafactory", "--prompts", folder.File("pack.json"), "--out", folder.Path);
        Assert.That(code, Is.Zero, errors);
        int[] dropped = [.. fixture.RootElement.GetProperty("dropped_as_none_output").EnumerateArray().Select(index => index.GetInt32())];
        IEnumerable<string> wanted = fixture.RootElement.GetProperty("records").EnumerateArray().Where((_, index) => !dropped.Contains(index)).Select(Text);
        using JsonDocument written = JsonDocument.Parse(File.ReadAllText(folder.File("sotopia_pi_sft.json")));
        Assert.That(written.RootElement.EnumerateArray().Select(Text), Is.EquivalentTo(wanted));

        static string Text(JsonElement record) => record.GetProperty("input").GetString() + "\n->" + record.GetProperty("output").GetString();
    }

    [Test]
    public async Task A_folder_is_imported_once()
    {
        using TemporaryFolder folder = new();
        WriteDataSet(folder);
        File.AppendAllText(folder.File("my_episodes.jsonl"), Published.Replace("\"v1\"", "\"v9\"", StringComparison.Ordinal) + "\n{\n");
        (int code, string output, string errors) = await RunAsync("import", folder.Path, "--store", folder.File("e.db"));
        Assert.That((code, output.Split('\n')[^2]), Is.EqualTo((0, "1 episodes imported, 0 were there already. Records left out: 2.")), errors);
        Assert.That(output, Does.Contain("2 agents, 1 environments, 0 relationships, 0 combinations are in ").And.Contain("e-profiles"));
        Assert.That(errors, Does.Contain("my_episodes.jsonl, line 2: field 'environment': found \"v9\"").And.Contain("my_episodes.jsonl, line 3: it is not JSON"));
        Assert.That(ProfileFolder.Read(folder.File("e-profiles")).Agents.Select(agent => agent.Name), Is.EqualTo(new[] { "Ada Reed", "Ben Cole" }));
        Assert.That((await RunAsync("import", folder.Path, "--store", folder.File("e.db"))).Output, Does.Contain("0 episodes imported, 1 were there already."));
    }

    [TestCase("LICENSE.md", "The licence\n\nlong text", "The licence (and 1 more lines)")]
    [TestCase("README.md", "---\nlanguage: en\nlicense: cc-by-sa-4.0\n---\n# Data\n", "cc-by-sa-4.0")]
    [TestCase("README", "Data.\nPublished under CC-BY-SA-4.0.\n", "Published under CC-BY-SA-4.0.")]
    [TestCase("README", "Data.\n", "unknown: ask the publisher")]
    [TestCase("other.txt", "MIT", "unknown: ask the publisher")]
    [TestCase("LICENSE", "MIT", "CC0", "--licence", "CC0")]
    public async Task The_licence_is_shown_kept_and_repeated_in_exports(string file, string text, string shown, params string[] arguments)
    {
        using TemporaryFolder folder = new();
        WriteDataSet(folder);
        File.WriteAllText(folder.File(file), text);
        (int code, string output, string errors) = await RunAsync(["import", folder.Path, "--store", folder.File("e.db"), .. arguments]);
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.StartWith($"Licence of {Path.GetFileName(folder.Path)}: {shown}\n"));
        await RunAsync("export", folder.File("e.db"), "--out", folder.File("out"));
        Assert.That(File.ReadAllText(folder.File("out/LICENCE.txt")), Does.Contain(shown.Split(" (and")[0]));
        Assert.That(File.ReadAllText(folder.File("e-profiles/LICENCE.txt")), Does.Contain(shown.Split(" (and")[0]));
    }

    [TestCase("logs")]
    [TestCase("published")]
    [TestCase("local")]
    [TestCase("redis")]
    public async Task What_is_exported_can_be_imported_again(string format)
    {
        using TemporaryFolder folder = new();
        string scores = $"[3.0, {{{string.Concat(SocialDimension.All.Select(dimension => $"\"{dimension}\": 1.0, "))}\"overall_score\": 3.0}}]";
        WriteDataSet(folder, Published.Replace("[[3.0, {\"goal\": 8.0, \"overall_score\": 3.0}], 0.0]", $"[{scores}, {scores}]", StringComparison.Ordinal));
        await RunAsync("import", folder.Path, "--store", folder.File("e.db"), "--licence", "CC0");
        (int code, string output, string errors) = await RunAsync("export", folder.File("e.db"), "--to", format, "--out", folder.File("out"), "--fields", "head");
        Assert.That(code, Is.Zero, output + errors);
        if (format is "logs" or "published")
        {
            File.Copy(folder.File("agent_profiles.jsonl"), folder.File("out/agent_profiles.jsonl"));
            File.Copy(folder.File("environment_profiles.jsonl"), folder.File("out/environment_profiles.jsonl"));
        }

        (code, output, errors) = await RunAsync("import", folder.File("out"), "--store", folder.File("again.db"));
        Assert.That((code, errors), Is.EqualTo((0, "")));
        Assert.That(output, Does.Contain("1 episodes imported, 0 were there already. Records left out: 0."));
        await using SqliteEpisodeStore again = SqliteEpisodeStore.Open(folder.File("again.db"));
        Episode episode = (await again.FindEpisodeAsync("e1"))!;
        Assert.That(Transcript.Of(episode), Does.Contain("Ada Reed said: \"Hé\"").And.Contain("Ben Cole left the conversation"));
        Assert.That(again.Licences().Single().Licence, Does.Contain("CC0"));
    }

    [Test]
    public async Task A_store_that_is_not_there_is_not_made_by_an_export()
    {
        using TemporaryFolder folder = new();
        (int code, _, string errors) = await RunAsync("export", folder.File("no.db"));
        Assert.That((code, File.Exists(folder.File("no.db"))), Is.EqualTo((2, false)));
        Assert.That(errors, Does.Contain("There is no store"));
    }

    [TestCase("episodes", "no-such-file.jsonl", "no-such-file.jsonl")]
    [TestCase("import", "no-such-folder", "There is no folder")]
    public async Task What_is_missing_is_named(string command, string path, string message)
    {
        (int code, _, string errors) = await RunAsync(command, path);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors, Does.Contain(message));
    }

    private static void WriteDataSet(TemporaryFolder folder, string episode = Published)
    {
        File.WriteAllText(folder.File("agent_profiles.jsonl"), "{\"pk\": \"a1\", \"first_name\": \"Ada\", \"last_name\": \"Reed\"}\n{\"pk\": \"a2\", \"first_name\": \"Ben\", \"last_name\": \"Cole\"}\n");
        File.WriteAllText(folder.File("environment_profiles.jsonl"), "{\"pk\": \"v1\", \"scenario\": \"You meet.\", \"agent_goals\": [\"g\", \"h\"]}\n");
        File.WriteAllText(folder.File("my_episodes.jsonl"), episode + "\n");
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        int code = await Commands.Root(output, errors).Parse(arguments).InvokeAsync();
        return (code, output.ToString().ReplaceLineEndings("\n"), errors.ToString().ReplaceLineEndings("\n"));
    }
}
