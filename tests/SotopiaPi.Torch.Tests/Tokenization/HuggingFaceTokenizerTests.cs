using System.Text;
using System.Text.Json.Nodes;

namespace SotopiaPi.Torch.Tests;

public class HuggingFaceTokenizerTests
{
    private static readonly HuggingFaceTokenizer s_tokenizer = TestChat.ByteTokenizer();

    [Test]
    public void Serves_as_a_Tokenizer_of_Microsoft_ML()
    {
        Microsoft.ML.Tokenizers.Tokenizer tokenizer = s_tokenizer;
        int index = tokenizer.GetIndexByTokenCount("Hello you", 3, out string? _, out int count);
        int fromEnd = tokenizer.GetIndexByTokenCountFromEnd("Hello you", 3, out string? _, out int _);
        Assert.Multiple(() =>
        {
            Assert.That(tokenizer.CountTokens("Hello"), Is.EqualTo(2));
            Assert.That((index, count, fromEnd), Is.EqualTo((6, 3, 6)));
            Assert.That(tokenizer.EncodeToIds("Hello you", 1, out string? _, out int consumed), Has.Count.EqualTo(1));
            Assert.That(consumed, Is.EqualTo(4));
            Assert.That(tokenizer.Decode(tokenizer.EncodeToIds("Hello you")), Is.EqualTo("Hello you"));
        });
    }

    [Test]
    public void Special_tokens_in_text_can_stay_text()
    {
        int end = s_tokenizer.FindTokenId("<|im_end|>")!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(s_tokenizer.Encode("a<|im_end|>", addSpecialTokens: false), Does.Contain(end));
            Assert.That(s_tokenizer.Encode("a<|im_end|>", addSpecialTokens: false, recognizeSpecialTokens: false), Does.Not.Contain(end));
            Assert.That(s_tokenizer.IsSpecial(end), Is.True);
            Assert.That(s_tokenizer.TokenBytes(end), Is.Empty);
        });
    }

    [Test]
    public void Bytes_of_fallback_tokens_are_single()
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromTokenizerJson(SmallTokenizers.Characters());
        Assert.Multiple(() =>
        {
            Assert.That(tokenizer.TokenBytes(tokenizer.FindTokenId("<0xF0>")!.Value), Is.EqualTo(new byte[] { 0xF0 }));
            Assert.That(tokenizer.TokenBytes(tokenizer.FindTokenId("\u2581wor")!.Value), Is.EqualTo(" wor"u8.ToArray()));
        });
    }

    [Test]
    public void Continued_text_gets_no_mark()
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromTokenizerJson(SmallTokenizers.Characters());
        Assert.Multiple(() =>
        {
            Assert.That(tokenizer.Encode("He", addSpecialTokens: false), Is.EqualTo(new[] { tokenizer.FindTokenId("\u2581He") }));
            Assert.That(tokenizer.EncodeContinued("He"), Is.EqualTo(new[] { tokenizer.FindTokenId("H"), tokenizer.FindTokenId("e") }));
        });
    }

    [TestCase("normalizer", "BertNormalizer", "The normalizer 'BertNormalizer' is not supported. Supported are: Sequence, NFC")]
    [TestCase("pre_tokenizer", "BertPreTokenizer", "The pre-tokenizer 'BertPreTokenizer' is not supported")]
    [TestCase("decoder", "WordPiece", "The decoder 'WordPiece' is not supported")]
    [TestCase("post_processor", "Odd", "The post-processor 'Odd' is not supported")]
    [TestCase("model", "WordLevel", "The model 'WordLevel' is not supported")]
    public void Unknown_component_is_an_error_by_name(string part, string type, string message) =>
        AssertRefused(json => json[part] = new JsonObject { ["type"] = type }, message);

    [Test]
    public void Merge_without_a_token_is_an_error_that_names_it() => AssertRefused(
        json => json["model"]!["merges"]!.AsArray().Add("x yz"), "Merge 7 needs the token 'yz', which is not in the vocabulary");

    [Test]
    public void Id_beyond_reason_is_refused() => AssertRefused(
        json => json["model"]!["vocab"]!["far"] = 2_000_000_000, "The token 'far' has the id 2000000000; ids lie between 0 and");

    [Test]
    public void Pattern_that_runs_away_is_stopped()
    {
        JsonNode json = JsonNode.Parse(SmallTokenizers.ByteLevel())!;
        json["pre_tokenizer"] = JsonNode.Parse("""{"type": "Split", "pattern": {"Regex": "(a+)+$"}, "behavior": "Isolated"}""");
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromTokenizerJson(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.That(
            () => tokenizer.Encode(new string('a', 60) + "!", addSpecialTokens: false),
            Throws.TypeOf<TokenizerException>().With.Message.Contains("took longer than 500 ms"));
    }

    [TestCase("[^\\s&&a]+", "intersections of character classes have no counterpart")]
    [TestCase("\\p{Han}+", "is not supported")]
    [TestCase("(a", "is not supported")]
    public void Pattern_without_a_counterpart_is_refused(string pattern, string message) => AssertRefused(
        json => json["pre_tokenizer"] = new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = "Isolated" }, message);

    [Test]
    public void Missing_folder_is_named()
    {
        Assert.That(() => HuggingFaceTokenizer.LoadFolder("nowhere"), Throws.TypeOf<TokenizerException>().With.Message.Contains("No tokenizer in 'nowhere'"));
    }

    [Test]
    public void Ranks_that_unpack_without_end_are_refused()
    {
        using MemoryStream packed = new();
        using (System.IO.Compression.GZipStream gzip = new(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 70; i++)
            {
                gzip.Write(block);
            }
        }

        Assert.That(
            () => HuggingFaceTokenizer.FromTiktoken(packed.ToArray(), Gpt2Splitter.Pattern, new Dictionary<string, int>()),
            Throws.TypeOf<TokenizerException>().With.Message.Contains("unpack to more than"));
    }

    private static void AssertRefused(Action<JsonNode> damage, string message)
    {
        JsonNode json = JsonNode.Parse(SmallTokenizers.ByteLevel())!;
        damage(json);
        Assert.That(
            () => HuggingFaceTokenizer.FromTokenizerJson(Encoding.UTF8.GetBytes(json.ToJsonString())),
            Throws.TypeOf<TokenizerException>().With.Message.Contains(message));
    }
}
