using System.Security.Cryptography;
using System.Text.Json;

namespace SotopiaPi.Torch.Tests;

/// <summary>Every string of ids-only/*.json through tiktoken ranks. Llama 3's ranks come from the user: <c>SOTOPIAPI_LLAMA3_RANKS</c> names the file.</summary>
[Category("Fixtures.text")]
public class TiktokenFixtureTests
{
    [Test]
    public void Qwen_ids_equal_the_reference() =>
        Check("qwen-tiktoken.json", Path.Combine(TokenizerFixture.Folder("real-qwen-tiktoken"), "qwen.tiktoken.gz"));

    [Test]
    public void Llama3_ids_equal_the_reference()
    {
        string? ranks = Environment.GetEnvironmentVariable("SOTOPIAPI_LLAMA3_RANKS");
        if (string.IsNullOrEmpty(ranks))
        {
            Assert.Ignore("Llama 3's vocabulary is not part of the fixtures: set SOTOPIAPI_LLAMA3_RANKS to its tokenizer.model");
        }

        string expected = TokenizerFixture.Read("ids-only", "llama3.json").GetProperty("file_sha256").GetString()!;
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(ranks!))), Does.StartWith(expected), "another file than the golden ids were made with");
        Check("llama3.json", ranks!);
    }

    private static void Check(string goldenFile, string ranksFile)
    {
        JsonElement golden = TokenizerFixture.Read("ids-only", goldenFile);
        Dictionary<string, int> special = golden.GetProperty("special_tokens").EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32());
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromTiktoken(File.ReadAllBytes(ranksFile), golden.GetProperty("pattern").GetString()!, special);
        List<string> mismatches = [];
        foreach (JsonElement item in golden.GetProperty("cases").EnumerateArray())
        {
            string text = item.GetProperty("text").GetString()!;
            int[] ids = item.Ids("ids");
            Compare("ids", Show(ids), Show(tokenizer.Encode(text, addSpecialTokens: false)));
            Compare("ids_ordinary", Show(item.TryGetProperty("ids_ordinary", out JsonElement ordinary) ? ordinary.Ids() : ids), Show(tokenizer.Encode(text, false, recognizeSpecialTokens: false)));
            Compare("decode", item.Text("decode") ?? text, tokenizer.Decode(ids));
            void Compare(string what, string expected, string found)
            {
                if (expected != found)
                {
                    mismatches.Add($"{item.GetProperty("id")} {what}: expected {expected}, found {found}");
                }
            }
        }

        TokenizerFixture.AssertNone(mismatches);
    }

    private static string Show(int[] ids) => string.Join(' ', ids);
}
