using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace SotopiaPi.Torch.Tests;

/// <summary>Every string of every golden.json through its tokenizer.json.</summary>
[Category("Fixtures.text")]
public class TokenizerGoldenTests
{
    public static IEnumerable<string> Folders => TokenizerFixture.FoldersWith("golden.json");

    [TestCaseSource(nameof(Folders))]
    public void Ids_equal_the_reference(string folder) => Check(folder, (tokenizer, golden, item) =>
    {
        string text = item.GetProperty("text").GetString()!;
        int[] ids = item.Ids("ids");
        int[] full = [.. golden.Ids("special_prefix"), .. ids, .. golden.Ids("special_suffix")];
        return [("ids", Show(ids), Show(tokenizer.Encode(text, false))), ("ids with special tokens", Show(full), Show(tokenizer.Encode(text, true)))];
    });

    [TestCaseSource(nameof(Folders))]
    public void Tokens_and_offsets_equal_the_reference(string folder) => Check(folder, (tokenizer, _, item) =>
    {
        if (!item.TryGetProperty("offsets", out JsonElement offsets))
        {
            return [];
        }

        offsets = item.TryGetProperty("offsets_utf16", out JsonElement units) ? units : offsets;
        IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens(item.GetProperty("text").GetString()!, out string? _);
        string expected = string.Join(' ', offsets.EnumerateArray().Select(pair => $"{pair[0]}-{pair[1]}"));
        string found = string.Join(' ', tokens.Select(token => $"{token.Offset.Start}-{token.Offset.End}"));
        string values = string.Join('|', item.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()));
        return
        [
            ("ids", Show(item.Ids("ids")), Show(tokens.Select(token => token.Id))),
            ("offsets", expected, found),
            ("tokens", values, string.Join('|', tokens.Select(token => token.Value))),
        ];
    });

    [TestCaseSource(nameof(Folders))]
    public void Decoded_text_equals_the_reference(string folder) => Check(folder, (tokenizer, golden, item) =>
    {
        int[] ids = item.Ids("ids");
        string decode = item.Text("decode") ?? item.GetProperty("text").GetString()!;
        string skip = item.Text("decode_skip") ?? decode;
        int[] full = [.. golden.Ids("special_prefix"), .. ids, .. golden.Ids("special_suffix")];
        return
        [
            ("decode", decode, tokenizer.Decode(ids)),
            ("decode_skip", skip, tokenizer.Decode(ids, skipSpecialTokens: true)),
            ("decode_full", item.Text("decode_full") ?? decode, tokenizer.Decode(full)),
        ];
    });

    [TestCaseSource(nameof(Folders))]
    public void Vocabulary_size_equals_the_reference(string folder)
    {
        JsonElement golden = TokenizerFixture.Read(folder, "golden.json");
        Assert.That(HuggingFaceTokenizer.LoadFolder(TokenizerFixture.Folder(folder)).VocabularySize, Is.EqualTo(golden.GetProperty("vocab_size").GetInt32()));
    }

    private static void Check(
        string folder, Func<HuggingFaceTokenizer, JsonElement, JsonElement, IEnumerable<(string What, string Expected, string Found)>> compare)
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.LoadFolder(TokenizerFixture.Folder(folder));
        JsonElement golden = TokenizerFixture.Read(folder, "golden.json");
        TokenizerFixture.AssertNone(
        [
            .. from item in golden.GetProperty("cases").EnumerateArray()
               from result in compare(tokenizer, golden, item)
               where result.Expected != result.Found
               select $"{item.GetProperty("id")} {result.What}: expected {result.Expected}, found {result.Found}",
        ]);
    }

    private static string Show(IEnumerable<int> ids) => string.Join(' ', ids);
}
