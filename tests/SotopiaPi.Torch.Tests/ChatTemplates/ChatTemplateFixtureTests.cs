using System.Text.Json;
using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

/// <summary>Every conversation through every real template, against the reference implementation's output.</summary>
[Category("Fixtures.text")]
public class ChatTemplateFixtureTests
{
    private static readonly string[] s_others = ["index.json", "jinja_language.json"];

    public static IEnumerable<string> Files => SharedFolder.Cases(TemplateFixture.Root, "*.json").Where(file => !s_others.Contains(file));

    public static IEnumerable<string> More => SharedFolder.Cases(TemplateFixture.Root + "/more", "*.jinja");

    [TestCaseSource(nameof(Files))]
    public void Renders_equal_the_reference(string file) => Check(file, (template, item, options) =>
    {
        JinjaDictionary[] messages = [.. item.GetProperty("messages").EnumerateArray().Select(message => (JinjaDictionary)JinjaConversion.From(message)!)];
        JinjaList? tools = item.TryGetProperty("tools", out JsonElement list) ? (JinjaList?)JinjaConversion.From(list) : null;
        return template.RenderValues(messages, tools, options);
    });

    [TestCaseSource(nameof(Files))]
    public void Renders_of_chat_messages_equal_the_reference(string file) => Check(file, (template, item, options) =>
        template.RenderWithSpans(
            item.GetProperty("messages").EnumerateArray().Select(message => new ChatMessage(
                new ChatRole(message.GetProperty("role").GetString()!), message.GetProperty("content").GetString())),
            options), IsPlain);

    [TestCaseSource(nameof(More))]
    public void Templates_without_renders_parse(string file)
    {
        string source = File.ReadAllText(SharedFolder.RequireCase(TemplateFixture.Root + "/more", file));
        Assert.That(ChatTemplate.Parse(source).Source, Is.EqualTo(source));
    }

    private static void Check(
        string file, Func<ChatTemplate, JsonElement, ChatTemplateOptions, ChatRendering> render, Func<JsonElement, bool>? selects = null)
    {
        JsonElement fixture = TemplateFixture.Read(file);
        string source = fixture.GetProperty("template").GetString()!;
        TokenizerFixture.AssertNone(
        [
            .. from item in fixture.GetProperty("cases").EnumerateArray()
               where selects is null || selects(item)
               let difference = TemplateFixture.Compare(item, () =>
               {
                   ChatTemplate template = ChatTemplate.Parse(source, fixture.Text("bos_token"), fixture.Text("eos_token"));
                   ChatRendering rendering = render(template, item, Options(item, fixture));
                   return (rendering.Text, [.. rendering.GenerationSpans.Select(span => (span.Start.Value, span.End.Value))]);
               })
               where difference is not null
               select $"{item.GetProperty("id")}: {difference}",
        ]);
    }

    private static ChatTemplateOptions Options(JsonElement item, JsonElement fixture)
    {
        ChatTemplateOptions options = new()
        {
            ContinueFinalMessage = item.TryGetProperty("continue_final_message", out JsonElement open) && open.GetBoolean(),
            TimeProvider = TemplateFixture.Clock(fixture),
        };
        if (item.TryGetProperty("kwargs", out JsonElement variables))
        {
            foreach (JsonProperty variable in variables.EnumerateObject())
            {
                if (variable.Name == "add_generation_prompt")
                {
                    options.AddGenerationPrompt = variable.Value.GetBoolean();
                }
                else
                {
                    options.Variables[variable.Name] = variable.Value;
                }
            }
        }

        return options;
    }

    private static bool IsPlain(JsonElement item) => !item.TryGetProperty("tools", out _)
        && item.GetProperty("messages").EnumerateArray().All(message => message.EnumerateObject().All(part =>
            part.Name is "role" || (part.Name == "content" && part.Value.ValueKind == JsonValueKind.String)));
}
