using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

public class ChatTokenizerTests
{
    private static readonly ChatMessage s_system = new(ChatRole.System, "You are Ada Reed.");
    private static readonly ChatMessage s_question = new(ChatRole.User, "Hello, how are you?");

    [Test]
    public void Example_begins_with_the_prompt_and_learns_reply_and_end_token()
    {
        ChatTokenizer chat = TestChat.ChatMl();
        int[] prompt = chat.EncodePrompt([s_system, s_question]);
        ChatExample example = chat.EncodeExample([s_system, s_question], "Fine!");
        Assert.Multiple(() =>
        {
            Assert.That(example.PromptLength, Is.EqualTo(prompt.Length));
            Assert.That(example.Ids.Take(prompt.Length), Is.EqualTo(prompt));
            Assert.That(chat.Tokenizer.Decode(example.Ids.Skip(prompt.Length)), Is.EqualTo("Fine!<|im_end|>"));
            Assert.That(example.Learnt, Is.EqualTo(example.Ids.Select((_, index) => index >= prompt.Length)));
        });
    }

    [TestCase("Fine!", "Bye.")]
    [TestCase("{\"action_type\": \"speak\", \"argument\": \"Hi\"}", "")]
    [TestCase("  two leading spaces", "trailing \n")]
    public void Next_prompt_begins_with_the_example_before_it(string first, string second)
    {
        ChatTokenizer chat = TestChat.ChatMl();
        List<ChatMessage> history = [s_system, s_question];
        foreach (string reply in new[] { first, second })
        {
            ChatExample example = chat.EncodeExample(history, reply);
            history.Add(new ChatMessage(ChatRole.Assistant, reply));
            history.Add(new ChatMessage(ChatRole.User, "Go on."));
            Assert.That(chat.EncodePrompt(history).Take(example.Ids.Count), Is.EqualTo(example.Ids));
        }
    }

    [Test]
    public void Reply_whose_first_token_would_swallow_the_prompts_last_is_encoded_apart()
    {
        ChatTokenizer chat = TestChat.ChatMl();
        ChatExample example = chat.EncodeExample([s_question], "\n\nHello");
        Assert.Multiple(() =>
        {
            Assert.That(example.Ids.Take(example.PromptLength), Is.EqualTo(chat.EncodePrompt([s_question])));
            Assert.That(chat.Tokenizer.Decode(example.Ids.Skip(example.PromptLength)), Is.EqualTo("\n\nHello<|im_end|>"));
        });
    }

    [Test]
    public void Template_that_trains_another_form_than_it_plays_is_refused()
    {
        ChatTokenizer chat = TestChat.With(
            "{% for m in messages %}[{{ m.role }}] {{ m.content }}<|im_end|>{% endfor %}{% if add_generation_prompt %}[assistant]: {% endif %}");
        Assert.That(
            () => chat.EncodeExample([s_question], "Fine!"),
            Throws.TypeOf<ChatTemplateException>().With.Message.Contains("training form is not its play form"));
    }

    [Test]
    public void Template_without_an_end_token_gets_the_tokenizers()
    {
        ChatTokenizer chat = TestChat.With("{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}");
        ChatExample example = chat.EncodeExample([s_question], "Fine!");
        Assert.That(chat.Tokenizer.Decode(example.Ids.Skip(example.PromptLength)), Is.EqualTo("Fine!<|im_end|>"));
    }

    [Test]
    public void Generation_stops_at_the_templates_end_of_turn_too()
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromTokenizerJson(SmallTokenizers.ByteLevel(), null, "<|im_start|>");
        ChatTokenizer chat = new(tokenizer, DefaultChatTemplates.Get("chatml"));
        Assert.Multiple(() =>
        {
            Assert.That(chat.EndIds, Is.EqualTo(new[] { tokenizer.FindTokenId("<|im_start|>"), tokenizer.FindTokenId("<|im_end|>") }));
            Assert.That(TestChat.ChatMl().EndIds, Is.EqualTo(TestChat.ChatMl().Tokenizer.EosIds));
        });
    }

    [Test]
    public void Folder_gives_tokenizer_template_and_end_tokens()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(Path.Combine(folder.Path, "tokenizer.json"), SmallTokenizers.ByteLevel());
        File.WriteAllText(Path.Combine(folder.Path, "tokenizer_config.json"), """
            {"eos_token": {"content": "<|im_end|>"}, "chat_template": [{"name": "default", "template": "{{ eos_token }}D"}, {"name": "tool_use", "template": "T"}]}
            """);
        File.WriteAllText(Path.Combine(folder.Path, "generation_config.json"), """{"eos_token_id": [7, 9], "pad_token_id": 3}""");
        ChatTokenizer chat = ChatTokenizer.LoadFolder(folder.Path);
        Assert.Multiple(() =>
        {
            Assert.That(chat.Tokenizer.EosIds, Is.EqualTo(new[] { 7, 9, chat.Tokenizer.FindTokenId("<|im_end|>") }));
            Assert.That(chat.Tokenizer.PadId, Is.EqualTo(3));
            Assert.That(chat.Template.Render([]), Is.EqualTo("<|im_end|>D"));
            Assert.That(ChatTemplate.LoadFolder(folder.Path, "tool_use").Render([]), Is.EqualTo("T"));
            Assert.That(() => ChatTemplate.LoadFolder(folder.Path, "rag"), Throws.TypeOf<ChatTemplateException>().With.Message.Contains("no chat template 'rag'"));
        });
        File.WriteAllText(Path.Combine(folder.Path, "chat_template.jinja"), "file");
        Assert.That(ChatTemplate.LoadFolder(folder.Path).Render([]), Is.EqualTo("file"));
    }

    [Test]
    public void Folder_without_a_template_gets_the_default_of_its_vocabulary()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(Path.Combine(folder.Path, "tokenizer.json"), SmallTokenizers.ByteLevel());
        Assert.That(ChatTokenizer.LoadFolder(folder.Path).Template.Source, Is.EqualTo(DefaultChatTemplates.ByName["chatml"]));
    }
}
