using System.Text.Json;
using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

/// <summary>Functions that a model may or must call, through the chat client.</summary>
[LiveTensorsFlat]
internal sealed class ToolCallTests
{
    private const string Template =
        "{% if tools %}Tools: {{ tools | tojson }}\n{% endif %}{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}assistant: ";

    private static readonly ChatMessage[] s_messages = [new(ChatRole.User, "I offer 3 coins.")];

    private static readonly AIFunctionDeclaration s_offer = AIFunctionFactory.CreateDeclaration(
        "offer", "Offers coins.", JsonSerializer.Deserialize<JsonElement>("""{"type": "object", "properties": {"coins": {"enum": [1, 2, 3]}, "final": {"type": "boolean"}}, "required": ["coins", "final"], "additionalProperties": false}"""));

    private TestModel _model = null!;

    [SetUp]
    public void MakeModel() => _model = new(positions: 1024);

    [TearDown]
    public void DeleteModel() => _model.Dispose();

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_required_call_is_made_by_construction(bool streaming)
    {
        File.WriteAllText(Path.Combine(_model.Folder, "chat_template.jinja"), Template);
        await using TorchChatClient client = _model.Load();
        for (int seed = 0; seed < 10; seed++)
        {
            ChatOptions options = new() { Tools = [s_offer], ToolMode = ChatToolMode.RequireAny, Seed = seed };
            ChatResponse response = streaming ? await client.GetStreamingResponseAsync(s_messages, options).ToChatResponseAsync() : await client.GetResponseAsync(s_messages, options);
            FunctionCallContent call = response.Messages[0].Contents.OfType<FunctionCallContent>().Single();
            Assert.That(response.FinishReason, Is.EqualTo(ChatFinishReason.ToolCalls));
            Assert.That(call.Name, Is.EqualTo("offer"));
            Assert.That(((JsonElement)call.Arguments!["coins"]!).GetInt32(), Is.InRange(1, 3));
            Assert.That(((JsonElement)call.Arguments["final"]!).ValueKind, Is.AnyOf(JsonValueKind.True, JsonValueKind.False));
            Assert.That(response.Text, Is.Empty);
        }
    }

    [Test]
    public async Task Functions_are_invoked_by_the_users_decorator_and_their_results_go_back()
    {
        File.WriteAllText(Path.Combine(_model.Folder, "chat_template.jinja"), Template);
        int calls = 0;
        AIFunction function = AIFunctionFactory.Create((bool final) => $"{++calls}: {final}", "decide", "Decides.");
        using IChatClient client = _model.Load().AsBuilder().UseFunctionInvocation().Build();
        ChatResponse response = await client.GetResponseAsync(s_messages, new() { Tools = [function], ToolMode = ChatToolMode.RequireAny, MaxOutputTokens = 200, Seed = 1 });
        Assert.That(calls, Is.EqualTo(1));
        Assert.That(response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Single().Result?.ToString(), Does.StartWith("1: "));
    }

    [Test]
    public async Task Tools_change_the_prompt_only_where_the_template_has_a_place_for_them()
    {
        ChatOptions With() => new() { Tools = [s_offer], MaxOutputTokens = 1 };
        await using (TorchChatClient plain = _model.Load())
        {
            Assert.That((await plain.GetResponseAsync(s_messages, With())).Usage!.InputTokenCount, Is.EqualTo((await plain.GetResponseAsync(s_messages, new() { MaxOutputTokens = 1 })).Usage!.InputTokenCount));
            ChatOptions required = With();
            required.ToolMode = ChatToolMode.RequireAny;
            Assert.That(async () => await plain.GetResponseAsync(s_messages, required), Throws.TypeOf<NotSupportedException>().With.Message.Contains("no place for functions"));
        }

        File.WriteAllText(Path.Combine(_model.Folder, "chat_template.jinja"), Template);
        await using TorchChatClient client = _model.Load();
        ChatOptions none = With();
        none.ToolMode = ChatToolMode.None;
        long bare = (await client.GetResponseAsync(s_messages, new() { MaxOutputTokens = 1 })).Usage!.InputTokenCount!.Value;
        Assert.That((await client.GetResponseAsync(s_messages, With())).Usage!.InputTokenCount, Is.GreaterThan(bare));
        Assert.That((await client.GetResponseAsync(s_messages, none)).Usage!.InputTokenCount, Is.EqualTo(bare));
        ChatOptions missing = With();
        missing.ToolMode = ChatToolMode.RequireSpecific("leave");
        Assert.That(async () => await client.GetResponseAsync(s_messages, missing), Throws.TypeOf<NotSupportedException>().With.Message.Contains("the tools are: offer"));
    }
}
