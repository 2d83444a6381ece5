using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch.Tests;

public class MessageConversionTests
{
    private static readonly ChatTemplate s_json = ChatTemplate.Parse("{{ messages | tojson }}{{ tools | tojson if tools }}");

    [Test]
    public void Function_calls_and_results_become_tool_messages()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "weather", new Dictionary<string, object?> { ["city"] = "Lund", ["days"] = 2 })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", JsonSerializer.SerializeToElement(new { rain = true }))]),
        ];
        Assert.That(s_json.Render(messages), Is.EqualTo(
            """[{"role": "assistant", "content": null, "tool_calls": [{"type": "function", "id": "c1", "function": {"name": "weather", "arguments": {"city": "Lund", "days": 2}}}]}, """
            + """{"role": "tool", "content": "{\"rain\": true}", "tool_call_id": "c1", "name": "weather"}]"""));
    }

    [Test]
    public void Tools_become_function_schemas()
    {
        AIFunctionDeclaration tool = AIFunctionFactory.CreateDeclaration("weather", "Tells the weather.", JsonDocument.Parse("""{"type": "object"}""").RootElement);
        Assert.That(s_json.Render([], new ChatTemplateOptions { Tools = [tool] }), Is.EqualTo(
            """[][{"type": "function", "function": {"name": "weather", "description": "Tells the weather.", "parameters": {"type": "object"}}}]"""));
    }

    [Test]
    public void Reasoning_and_author_are_passed_on()
    {
        ChatMessage message = new(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("yes")]) { AuthorName = "ada" };
        Assert.That(s_json.Render([message]), Is.EqualTo(
            """[{"role": "assistant", "content": "yes", "reasoning_content": "hm", "name": "ada", "thinking": "hm"}]"""));
    }

    [Test]
    public void Image_is_refused_by_name()
    {
        Assert.That(
            () => s_json.Render([new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])]),
            Throws.TypeOf<ChatTemplateException>().With.Message.Contains("DataContent"));
    }
}
