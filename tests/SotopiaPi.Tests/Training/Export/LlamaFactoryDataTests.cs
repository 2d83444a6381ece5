using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Training.Export;

public sealed class LlamaFactoryDataTests
{
    [Test]
    public void Single_prompts_become_the_references_alpaca_records()
    {
        using ExportFiles files = new();
        LlamaFactoryData.Write(files.Folder, "bc", [ExportFiles.Single]);
        Assert.That(files.Read("bc.json"), Is.EqualTo("[\n    {\n        \"instruction\": \"\",\n        \"input\": \"Imagine\\nyou are Ann.\",\n        \"output\": \"{\\\"b\\\": 2}\"\n    }\n]"));
        Assert.That(JsonNode.Parse(files.Read("dataset_info.json"))!["bc"]!["columns"]!["query"]!.GetValue<string>(), Is.EqualTo("input"));
    }

    [Test]
    public void Chats_become_conversations_that_alternate()
    {
        using ExportFiles files = new();
        LlamaFactoryData.Write(files.Folder, "bc", [ExportFiles.Chat]);
        JsonArray messages = JsonNode.Parse(files.Read("bc.json"))![0]!["messages"]!.AsArray();
        Assert.That(messages.Select(message => $"{message!["role"]}: {message["content"]}"), Is.EqualTo(["system: Ann: a lamp.", "user: ", "assistant: {\"a\": 1}", "user: Hé\nlo", "assistant: {\"b\": \"🙂\"}"]));
        Assert.That(JsonNode.Parse(files.Read("dataset_info.json"))!["bc"]!["formatting"]!.GetValue<string>(), Is.EqualTo("sharegpt"));
    }

    [Test]
    public void Other_data_sets_stay_registered()
    {
        using ExportFiles files = new();
        File.WriteAllText(Path.Combine(files.Folder, "dataset_info.json"), "{\"old\": {\"file_name\": \"x.json\"}}");
        LlamaFactoryData.Write(files.Folder, "bc", [ExportFiles.Single]);
        Assert.That(JsonNode.Parse(files.Read("dataset_info.json"))!.AsObject().Select(entry => entry.Key), Is.EqualTo(["old", "bc"]));
    }

    [TestCase("a/b", "is no name of a data set")]
    [TestCase("..", "is no name of a data set")]
    public void A_name_that_could_leave_the_folder_is_refused(string name, string message)
    {
        using ExportFiles files = new();
        Assert.That(Assert.Throws<ArgumentException>(() => LlamaFactoryData.Write(files.Folder, name, []))!.Message, Does.Contain(message));
    }

    [Test]
    public void A_broken_register_is_named_and_untouched()
    {
        using ExportFiles files = new();
        File.WriteAllText(Path.Combine(files.Folder, "dataset_info.json"), "{");
        Assert.That(Assert.Throws<FormatException>(() => LlamaFactoryData.Write(files.Folder, "bc", [ExportFiles.Single]))!.Message, Does.Contain("dataset_info.json' is no JSON"));
        Assert.That(files.Read("dataset_info.json"), Is.EqualTo("{"));
    }

    [Test]
    [Category("Fixtures.platform")]
    public void The_file_equals_the_references_byte_for_byte()
    {
        string expected = File.ReadAllText(SharedFolder.Fixture("platform/filtering/sft_final.json"));
        Assert.That(PythonJson.Write(JsonNode.Parse(expected)!, indent: 4), Is.EqualTo(expected));
        Assert.That(PythonJson.Write(JsonNode.Parse("[\"\\u007f é 🙂 \\u0001\", [], {}, 1.5, null]")!, indent: 4), Is.EqualTo("[\n    \"\\u007f \\u00e9 \\ud83d\\ude42 \\u0001\",\n    [],\n    {},\n    1.5,\n    null\n]"));
    }
}
