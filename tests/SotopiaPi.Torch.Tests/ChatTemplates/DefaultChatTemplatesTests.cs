using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch.Tests;

public class DefaultChatTemplatesTests
{
    private static readonly ChatMessage[] s_conversation =
    [
        new(ChatRole.User, "Hello"), new(ChatRole.Assistant, "Hi."), new(ChatRole.User, "Bye"), new(ChatRole.Assistant, "So soon?"),
    ];

    public static IEnumerable<string> Names => DefaultChatTemplates.ByName.Keys;

    [TestCase("chatml", "chatml.json")]
    [TestCase("llama-3", "llama-3-instruct.json")]
    [TestCase("gemma", "gemma-2-it.json")]
    [TestCase("zephyr", "zephyr-7b-beta.json")]
    [TestCase("llama-2", "llama-2-chat.json")]
    [TestCase("mistral", "mistral-7b-instruct-v0.2.json")]
    [TestCase("vicuna", "vicuna-1.1.json")]
    [Category("Fixtures.text")]
    public void Default_writes_what_the_publishers_template_writes(string name, string file)
    {
        JsonElement fixture = TemplateFixture.Read(file);
        ChatTemplate template = DefaultChatTemplates.Get(name, fixture.Text("bos_token"), fixture.Text("eos_token"));
        string[] ids = ["user", "system_user", "multi", "system_multi_end_assistant", "three_turns_json"];
        TokenizerFixture.AssertNone(
        [
            .. from item in fixture.GetProperty("cases").EnumerateArray()
               where ids.Contains(item.Text("id")) && item.TryGetProperty("expected", out _)
               let found = template.Render(
                   item.GetProperty("messages").EnumerateArray().Select(message => new ChatMessage(new ChatRole(message.Text("role")!), message.Text("content"))),
                   new ChatTemplateOptions { AddGenerationPrompt = item.GetProperty("kwargs").GetProperty("add_generation_prompt").GetBoolean() })
               where found != item.Text("expected")
               select $"{item.Text("id")}: expected {item.Text("expected")}, found {found}",
        ]);
    }

    [TestCaseSource(nameof(Names))]
    public void Training_form_continues_the_play_form(string name)
    {
        ChatTokenizer chat = new(TestChat.ByteTokenizer(), DefaultChatTemplates.Get(name, null, "<|im_end|>"));
        ChatExample example = chat.EncodeExample(s_conversation[..3], "So soon?");
        Assert.Multiple(() =>
        {
            Assert.That(example.Ids.Take(example.PromptLength), Is.EqualTo(chat.EncodePrompt(s_conversation[..3])));
            Assert.That(chat.Tokenizer.Decode(example.Ids.Skip(example.PromptLength)).Trim(), Does.StartWith("So soon?"));
            Assert.That(example.Ids[^1], Is.EqualTo(chat.Tokenizer.EosIds[0]));
        });
    }

    [TestCaseSource(nameof(Names))]
    public void Generation_spans_cover_the_replies(string name)
    {
        ChatRendering rendering = DefaultChatTemplates.Get(name, "<s>", "</s>").RenderWithSpans(s_conversation);
        Assert.That(
            rendering.GenerationSpans.Select(span => rendering.Text[span].Trim()),
            Is.EqualTo(new[] { "Hi.", "So soon?" }).Using<string>((found, reply) => found.StartsWith(reply, StringComparison.Ordinal)));
    }

    [Test]
    public void Unknown_name_lists_the_known()
    {
        Assert.That(() => DefaultChatTemplates.Get("nosuch"), Throws.TypeOf<ChatTemplateException>().With.Message.Contains("chatml, gemma, llama-2"));
    }

    [Test]
    public void Vocabulary_with_the_tokens_of_a_format_is_recognised()
    {
        Assert.That(DefaultChatTemplates.Recognize(TestChat.ByteTokenizer()), Is.EqualTo("chatml"));
    }
}
