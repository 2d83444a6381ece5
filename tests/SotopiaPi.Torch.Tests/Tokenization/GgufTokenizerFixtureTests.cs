using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

/// <summary>The tokenizer of every vocab.gguf against the golden ids of the same vocabulary in its other form.</summary>
[Category("Fixtures.text")]
public class GgufTokenizerFixtureTests
{
    public static IEnumerable<string> Folders => TokenizerFixture.FoldersWith("vocab.gguf");

    [TestCaseSource(nameof(Folders))]
    public void Ids_and_text_equal_the_reference(string folder)
    {
        using GgufFile file = GgufFile.Open(Path.Combine(TokenizerFixture.Folder(folder), "vocab.gguf"));
        bool sentencePiece = File.Exists(Path.Combine(TokenizerFixture.Folder(folder), "golden_sp.json"));
        HuggingFaceTokenizer tokenizer = new(GgufTokenizer.Read(file.Metadata, recognizesControls: !sentencePiece), _ => GgufTokenizer.SpecialTokens(file.Metadata));
        JsonElement golden = TokenizerFixture.Read(folder, sentencePiece ? "golden_sp.json" : "golden.json");
        List<string> mismatches = [];
        foreach (JsonElement item in golden.GetProperty("cases").EnumerateArray().Where(item => !item.GetProperty("id").GetString()!.StartsWith("fl_", StringComparison.Ordinal)))
        {
            string text = item.GetProperty("text").GetString()!;
            int[] ids = item.Ids("ids");
            string found = string.Join(' ', tokenizer.Encode(text, addSpecialTokens: false));
            if (found != string.Join(' ', ids))
            {
                mismatches.Add($"{item.GetProperty("id")}: expected {string.Join(' ', ids)}, found {found}");
            }

            string decoded = tokenizer.Decode(ids);
            if (decoded != (item.Text("decode") ?? text))
            {
                mismatches.Add($"{item.GetProperty("id")}: expected {item.Text("decode") ?? text}, found {decoded}");
            }
        }

        TokenizerFixture.AssertNone(mismatches);
    }

    [TestCaseSource(nameof(Folders))]
    public void Special_tokens_are_those_of_the_other_form(string folder)
    {
        using GgufFile file = GgufFile.Open(Path.Combine(TokenizerFixture.Folder(folder), "vocab.gguf"));
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromGguf(file.Metadata);
        if (!File.Exists(Path.Combine(TokenizerFixture.Folder(folder), "golden.json")))
        {
            Assert.That(tokenizer.Encode("", addSpecialTokens: true), Is.EqualTo(new[] { tokenizer.BosId!.Value }));
            return;
        }

        JsonElement golden = TokenizerFixture.Read(folder, "golden.json");
        Assert.That(
            tokenizer.Encode("", addSpecialTokens: true),
            Is.EqualTo((int[])[.. golden.Ids("special_prefix"), .. golden.Ids("special_suffix")]));
    }

    [Test]
    public void Real_model_file_gives_the_ids_of_its_tokenizer_json()
    {
        using GgufFile file = GgufFile.Open(SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf"));
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromGguf(file.Metadata);
        JsonElement golden = TokenizerFixture.Read("real-smollm2", "golden.json");
        TokenizerFixture.AssertNone(
        [
            .. from item in golden.GetProperty("cases").EnumerateArray()
               let found = string.Join(' ', tokenizer.Encode(item.GetProperty("text").GetString()!, addSpecialTokens: false))
               where found != string.Join(' ', item.Ids("ids"))
               select $"{item.GetProperty("id")}: found {found}",
        ]);
    }
}
