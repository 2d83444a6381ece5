using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>Examples from stored logs are byte for byte the records of the reference code.</summary>
[TestFixture]
internal sealed class ReferenceExampleBuilderTests
{
    private const string Folder = "platform/filtering";
    private static readonly string[] Checked = ["generate_result.json", "sft_final.json", "sft_records.json", "truncation.json"];

    private static IEnumerable<string> Files() => SharedFolder.Cases(Folder, "*.json").Where(name => name.Length == 0 || !name.EndsWith("_variant.json", StringComparison.Ordinal));

    [TestCaseSource(nameof(Files))]
    [Category("Fixtures.platform")]
    public void Records_are_those_of_the_reference(string name)
    {
        using JsonDocument fixture = JsonDocument.Parse(File.ReadAllText(SharedFolder.RequireCase(Folder, name)));
        Assert.That(Checked, Does.Contain(name), "no check is written for this fixture");
        switch (name)
        {
            case "generate_result.json": CheckOutputs(fixture.RootElement); break;
            case "sft_records.json": CheckRecords(fixture.RootElement); break;
            case "truncation.json": CheckTruncation(fixture.RootElement); break;
            default: CheckFile(name); break;
        }
    }

    [TestCase("said: \"😀\"", """{"action_type": "speak", "argument": "\ud83d\ude00"}""")]
    [TestCase("said: 😀x😀", """{"action_type": "speak", "argument": "x"}""")]
    [TestCase("[action] a\u007f\b\f\r\t\u0001\\é", """{"action_type": "action", "argument": "[action] a\u007f\b\f\r\t\u0001\\\u00e9"}""")]
    public void Outputs_count_and_escape_like_the_reference(string action, string output) =>
        Assert.That(ReferenceOutput.Of(action), Is.EqualTo(output));

    [Test]
    public void A_pack_of_another_form_is_refused() =>
        Assert.That(() => new ReferenceExampleBuilder(PromptPack.Default), Throws.ArgumentException.With.Message.StartsWith("The prompt pack 'default' has the form 'Chat'"));

    [Test]
    public void A_log_without_a_first_turn_is_refused()
    {
        PromptPack pack = PromptPack.Parse("""{"name": "p", "form": "Single", "prompt": "{agent_name} {history} {turn_number}"}""");
        Assert.That(
            () => new ReferenceExampleBuilder(pack).Build("k", [[new LoggedMessage("Environment", "Ada", "x")]], new Seat(0)),
            Throws.TypeOf<FormatException>().With.Message.EqualTo("The first turn of log 'k' has 1 messages; wanted are an observation and an action for each of two seats."));
        Assert.That(() => new ReferenceExampleBuilder(pack).Build("k", [], new Seat(2)), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static void CheckOutputs(JsonElement fixture)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (JsonElement test in fixture.GetProperty("cases").EnumerateArray())
            {
                Assert.That(ReferenceOutput.Of(test[0].GetString()!), Is.EqualTo(test[1].GetString()), test[0].GetString());
            }
        }
    }

    private static void CheckRecords(JsonElement fixture)
    {
        int[] dropped = [.. fixture.GetProperty("dropped_as_none_output").EnumerateArray().Select(index => index.GetInt32())];
        JsonElement[] records = [.. fixture.GetProperty("records").EnumerateArray()];
        JsonElement[] kept = [.. records.Where((_, index) => !dropped.Contains(index))];
        SupervisedExample[] examples = Examples(records);
        Assert.That(examples, Has.Length.EqualTo(kept.Length));
        for (int i = 0; i < kept.Length; i++)
        {
            Assert.That(examples[i].Prompt.Single().Text, Is.EqualTo(kept[i].GetProperty("input").GetString()), $"record {i}");
            Assert.That(examples[i].Reply, Is.EqualTo(kept[i].GetProperty("output").GetString()), $"record {i}");
        }
    }

    private static void CheckFile(string name)
    {
        using JsonDocument records = JsonDocument.Parse(File.ReadAllText(SharedFolder.Fixture(Folder + "/sft_records.json")));
        using TemporaryFolder folder = new();
        string file = LlamaFactoryData.Write(folder.Path, "sft", [.. Examples([.. records.RootElement.GetProperty("records").EnumerateArray()]).Take(12)]);
        Assert.That(File.ReadAllText(file), Is.EqualTo(File.ReadAllText(SharedFolder.Fixture(Folder + "/" + name))));
    }

    private static void CheckTruncation(JsonElement fixture)
    {
        foreach (JsonElement test in fixture.GetProperty("cases").EnumerateArray())
        {
            string episode = test.GetProperty("episode").GetString()!;
            ReferenceExampleBuilder builder = new(WithoutFormat(), new ReferenceConversionOptions { MaxTokens = test.GetProperty("max_token").GetInt32(), CountTokens = Words });
            Seat seat = new(test.GetProperty("position").GetInt32() - 1);
            if (test.TryGetProperty("error", out _))
            {
                Assert.That(() => builder.Build(episode, Log(episode), seat), Throws.TypeOf<FormatException>().With.Message.Contains("alone is longer than"), episode);
                continue;
            }

            string[] wanted = [.. test.GetProperty("instances").EnumerateArray().Where(instance => instance.GetProperty("result").GetString() != ReferenceOutput.None).Select(instance => instance.GetProperty("prompt").GetString()!)];
            Assert.That(builder.Build(episode, Log(episode), seat).Examples.Select(example => example.Prompt[0].Text), Is.EqualTo(wanted), episode);
        }
    }

    private static int Words(string text) => 1 + text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static PromptPack WithoutFormat()
    {
        PromptPack pack = ReferencePack.Load();
        string json = JsonSerializer.Serialize(new { name = "p", form = "Single", prompt = pack.Prompt.Text });
        return PromptPack.Parse(json);
    }

    /// <summary>The examples of the episodes and seats that the records name, in their order.</summary>
    private static SupervisedExample[] Examples(JsonElement[] records)
    {
        ReferenceExampleBuilder builder = new(ReferencePack.Load());
        return
        [
            .. records.Select(record => (Episode: record.GetProperty("episode").GetString()!, Position: record.GetProperty("position").GetInt32())).Distinct()
                .SelectMany(source => builder.Build(source.Episode, Log(source.Episode), new Seat(source.Position - 1)).Examples),
        ];
    }

    private static LoggedMessage[][] Log(string episode)
    {
        foreach (string line in File.ReadLines(SharedFolder.Fixture(Folder + "/episodes.jsonl")))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("pk").GetString() == episode)
            {
                return [.. document.RootElement.GetProperty("messages").EnumerateArray()
                    .Select(turn => turn.EnumerateArray().Select(message => new LoggedMessage(message[0].GetString()!, message[1].GetString()!, message[2].GetString()!)).ToArray())];
            }
        }

        throw new InvalidOperationException($"there is no episode '{episode}'");
    }
}
