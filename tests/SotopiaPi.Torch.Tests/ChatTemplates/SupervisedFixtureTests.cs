using System.Text.Json;
using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

/// <summary>Every conversation of sft/*.json: ids and learnt mask by rendered template and by pieces, and Mistral's own encoder.</summary>
[Category("Fixtures.text")]
public class SupervisedFixtureTests
{
    private const string Root = "text/sft";

    private static readonly Dictionary<string, PieceTemplate> s_families = new()
    {
        ["mistral-sotopia-pi"] = PieceTemplate.MistralSotopiaPi,
        ["llama2-sotopia"] = PieceTemplate.Llama2Sotopia,
        ["llama2"] = PieceTemplate.Llama2,
        ["vicuna"] = PieceTemplate.Vicuna,
        ["mistral-llamafactory-2025"] = PieceTemplate.MistralLlamaFactory,
        ["llama3-llamafactory-2025"] = PieceTemplate.Llama3LlamaFactory,
        ["qwen-llamafactory-2025"] = PieceTemplate.QwenLlamaFactory,
    };

    public static IEnumerable<string> Jinja => SharedFolder.Cases(Root, "jinja_*.json");

    public static IEnumerable<string> Pieces => SharedFolder.Cases(Root, "pieces_*.json");

    public static IEnumerable<string> Chats => TokenizerFixture.FoldersWith("golden_chat.json");

    [TestCaseSource(nameof(Jinja))]
    public void Rendered_conversations_equal_the_reference(string file)
    {
        JsonElement fixture = Read(file);
        JsonElement template = TemplateFixture.Read(fixture.Text("chat_template") + ".json");
        ChatTokenizer chat = new(
            HuggingFaceTokenizer.LoadFolder(TokenizerFixture.Folder(fixture.Text("tokenizer")!)),
            ChatTemplate.Parse(template.Text("template")!, fixture.Text("bos_token"), fixture.Text("eos_token")));
        Check(fixture, item => chat.EncodeConversation(Messages(item)));
    }

    [TestCaseSource(nameof(Pieces))]
    public void Pieces_equal_the_reference(string file)
    {
        JsonElement fixture = Read(file);
        JsonElement rules = fixture.GetProperty("rules");
        HuggingFaceTokenizer tokenizer = Tokenizer(rules);
        PieceTemplate template = s_families[fixture.Text("family")!] with { DefaultSystem = rules.Text("system")! };
        Check(fixture, item => template.Encode(
            tokenizer, Messages(item), item.GetProperty("cutoff_len").GetInt32(), item.GetProperty("last_only").GetBoolean()));
    }

    [TestCaseSource(nameof(Chats))]
    public void Mistrals_own_encoder_gives_the_same_ids(string folder)
    {
        PieceTemplate template = folder == "real-mistral-v3" ? PieceTemplate.MistralV3 : PieceTemplate.MistralV1;
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromSentencePiece(
            File.ReadAllBytes(Path.Combine(TokenizerFixture.Folder(folder), "tokenizer.model")), recognizeControlTokens: false);
        TokenizerFixture.AssertNone(
        [
            .. from item in TokenizerFixture.Read(folder, "golden_chat.json").GetProperty("cases").EnumerateArray()
               let found = string.Join(' ', template.EncodePrompt(tokenizer, Messages(item)))
               where found != string.Join(' ', item.Ids("ids"))
               select $"{item.GetProperty("id")}: expected {string.Join(' ', item.Ids("ids"))}, found {found}",
        ]);
    }

    private static void Check(JsonElement fixture, Func<JsonElement, ChatExample> encode)
    {
        List<string> mismatches = [];
        foreach (JsonElement item in fixture.GetProperty("cases").EnumerateArray())
        {
            string expected = item.TryGetProperty("error", out JsonElement error)
                ? error.ValueKind == JsonValueKind.String ? "error" : "error " + error.Text("message")
                : $"{string.Join(' ', item.Ids("input_ids"))} / {string.Join(' ', item.Ids("labels"))}";
            string found = Show(() => encode(item));
            if (found != expected && !(expected == "error" && found.StartsWith("error", StringComparison.Ordinal)))
            {
                mismatches.Add($"{item.GetProperty("id")}: expected {expected}, found {found}");
            }
        }

        TokenizerFixture.AssertNone(mismatches);
    }

    private static string Show(Func<ChatExample> encode)
    {
        try
        {
            ChatExample example = encode();
            return $"{string.Join(' ', example.Ids)} / {string.Join(' ', example.Ids.Select((id, index) => example.Learnt[index] ? id : -100))}";
        }
        catch (ChatTemplateException exception)
        {
            return "error " + (exception.Reason ?? exception.Message);
        }
    }

    private static HuggingFaceTokenizer Tokenizer(JsonElement rules)
    {
        byte[] json = File.ReadAllBytes(Path.Combine(TokenizerFixture.Folder(rules.Text("tok")!), "tokenizer.json"));
        return HuggingFaceTokenizer.FromTokenizerJson(json, rules.Text("bos"), rules.Text("eos"));
    }

    private static ChatMessage[] Messages(JsonElement item) =>
    [
        .. item.GetProperty("messages").EnumerateArray().Select(message =>
            new ChatMessage(new ChatRole(message.Text("role")!), message.Text("content")!)),
    ];

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllBytes(SharedFolder.RequireCase(Root, file))).RootElement;
}
