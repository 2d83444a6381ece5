using System.Text.Json;

namespace SotopiaPi.Torch.Tests;

/// <summary>Every string of every golden_sp.json through its tokenizer.model.</summary>
[Category("Fixtures.text")]
public class SentencePieceFixtureTests
{
    public static IEnumerable<string> Folders => TokenizerFixture.FoldersWith("golden_sp.json");

    [TestCaseSource(nameof(Folders))]
    public void Ids_and_text_equal_the_reference(string folder)
    {
        byte[] model = File.ReadAllBytes(Path.Combine(TokenizerFixture.Folder(folder), "tokenizer.model"));
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromSentencePiece(model, recognizeControlTokens: false);
        JsonElement golden = TokenizerFixture.Read(folder, "golden_sp.json");
        List<string> mismatches = [];
        foreach (JsonElement item in golden.GetProperty("cases").EnumerateArray())
        {
            string text = item.GetProperty("text").GetString()!;
            int[] ids = item.Ids("ids");
            Compare("ids", string.Join(' ', ids), string.Join(' ', tokenizer.Encode(text, addSpecialTokens: false)));
            Compare("ids with offsets", string.Join(' ', ids), string.Join(' ', tokenizer.EncodeToTokens(text, out string? _).Select(token => token.Id)));
            Compare("decode", item.Text("decode") ?? text, tokenizer.Decode(ids));
            if (item.TryGetProperty("pieces", out JsonElement pieces))
            {
                Compare("pieces", string.Join('|', pieces.EnumerateArray().Select(piece => piece.GetString())), string.Join('|', ids.Select(tokenizer.FindToken)));
            }

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

    [TestCaseSource(nameof(Folders))]
    public void Special_ids_and_size_equal_the_reference(string folder)
    {
        JsonElement golden = TokenizerFixture.Read(folder, "golden_sp.json");
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.FromSentencePiece(File.ReadAllBytes(Path.Combine(TokenizerFixture.Folder(folder), "tokenizer.model")));
        Assert.Multiple(() =>
        {
            Assert.That(tokenizer.VocabularySize, Is.EqualTo(golden.GetProperty("vocab_size").GetInt32()));
            Assert.That(tokenizer.BosId ?? -1, Is.EqualTo(golden.GetProperty("bos_id").GetInt32()));
            Assert.That(tokenizer.EosIds, Is.EqualTo(new[] { golden.GetProperty("eos_id").GetInt32() }));
            Assert.That(tokenizer.PadId ?? -1, Is.EqualTo(golden.GetProperty("pad_id").GetInt32()));
        });
    }
}
