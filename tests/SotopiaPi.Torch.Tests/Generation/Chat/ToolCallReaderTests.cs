using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch.Tests;

internal sealed class ToolCallReaderTests
{
    private const string Weather = """{"name": "weather", "arguments": {"city": "Zürich", "days": 2}}""";

    private static readonly string[] s_functions = ["weather", "leave"];

    private static IEnumerable<TestCaseData> Replies =>
    [
        new("Just words, with <tool and [TOO.", "Just words, with <tool and [TOO.", ""),
        new($"<tool_call>\n{Weather}\n</tool_call>", "", "weather(city=Zürich, days=2)"),
        new($"I look.\n<tool_call>\n{Weather}\n</tool_call>\n<tool_call>{{\"name\": \"leave\"}}</tool_call>", "I look.", "weather(city=Zürich, days=2) leave()"),
        new($"<tool_call>{Weather}", "", "weather(city=Zürich, days=2)"),
        new($"Well. [TOOL_CALLS] [{Weather}]", "Well.", "weather(city=Zürich, days=2)"),
        new($"[{Weather}, {Weather}]", "", "weather(city=Zürich, days=2) weather(city=Zürich, days=2)"),
        new("""{"name": "leave", "parameters": {}}""", "", "leave()"),
        new("""{"name": "unknown", "arguments": {}}""", """{"name": "unknown", "arguments": {}}""", ""),
        new("""{"action_type": "speak"}""", """{"action_type": "speak"}""", ""),
        new("<tool_call>not JSON</tool_call> done", "<tool_call>not JSON</tool_call> done", ""),
        new("""{"name": "leave", "arguments": "no object"}""", """{"name": "leave", "arguments": "no object"}""", ""),
        new("""{"name": "leave" """, """{"name": "leave" """, ""),
        new("", "", ""),
    ];

    [TestCaseSource(nameof(Replies))]
    public void A_reply_is_divided_into_text_and_calls(string reply, string text, string calls)
    {
        foreach (int step in (int[])[1, 3, 1000])
        {
            var reader = new ToolCallReader(s_functions, isSingle: false);
            string given = string.Concat(reply.Chunk(step).Select(piece => reader.Append(new string(piece))));
            var (rest, found) = reader.Finish();
            Assert.That((given + rest).TrimEnd(), Is.EqualTo(text.TrimEnd()));
            Assert.That(string.Join(' ', found.Select(Show)), Is.EqualTo(calls));
            Assert.That(found.Select(call => call.CallId), Is.Unique);
        }
    }

    [Test]
    public void Words_before_a_call_are_given_out_at_once_and_the_call_is_not()
    {
        var reader = new ToolCallReader(s_functions, isSingle: true);
        Assert.That(reader.Append("I look. <tool"), Is.EqualTo("I look. "));
        Assert.That(reader.Append($"_call>{Weather}</tool_call><tool_call>{Weather}</tool_call>"), Is.Empty);
        Assert.That(reader.Finish().Calls, Has.Count.EqualTo(1));
    }

    private static string Show(FunctionCallContent call) =>
        $"{call.Name}({string.Join(", ", call.Arguments!.Select(pair => $"{pair.Key}={(JsonElement)pair.Value!}"))})";
}
