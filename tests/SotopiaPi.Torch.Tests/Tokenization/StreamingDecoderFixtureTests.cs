using System.Text.Json;

namespace SotopiaPi.Torch.Tests;

/// <summary>Every stream of every golden_stream.json.</summary>
[Category("Fixtures.text")]
public class StreamingDecoderFixtureTests
{
    public static IEnumerable<string> Folders => TokenizerFixture.FoldersWith("golden_stream.json");

    [TestCaseSource(nameof(Folders))]
    public void Chunks_equal_the_reference(string folder)
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.LoadFolder(TokenizerFixture.Folder(folder));
        List<string> mismatches = [];
        foreach (JsonElement item in TokenizerFixture.Read(folder, "golden_stream.json").GetProperty("cases").EnumerateArray())
        {
            foreach (bool skip in new[] { false, true })
            {
                string expected = Show(item.GetProperty(skip ? "chunks_skip" : "chunks").EnumerateArray().Select(chunk => chunk.GetString() ?? ""));
                StreamingDecoder decoder = tokenizer.CreateStreamingDecoder(skip);
                string found = Show(item.Ids("ids").Select(decoder.Append));
                if (found != expected)
                {
                    mismatches.Add($"{item.GetProperty("id")} skip {skip}: expected {expected}, found {found}");
                }
            }
        }

        TokenizerFixture.AssertNone(mismatches);
    }

    [TestCaseSource(nameof(Folders))]
    public void Prefixes_decode_as_in_the_reference(string folder)
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.LoadFolder(TokenizerFixture.Folder(folder));
        List<string> mismatches = [];
        foreach (JsonElement item in TokenizerFixture.Read(folder, "golden_stream.json").GetProperty("cases").EnumerateArray())
        {
            int[] ids = item.Ids("ids");
            string[] cumulative = [.. item.GetProperty("cumulative").EnumerateArray().Select(text => text.GetString()!)];
            for (int i = 0; i < ids.Length; i++)
            {
                string found = tokenizer.Decode(ids[..(i + 1)]);
                if (found != cumulative[i])
                {
                    mismatches.Add($"{item.GetProperty("id")} {i + 1} ids: expected {cumulative[i]}, found {found}");
                }
            }
        }

        TokenizerFixture.AssertNone(mismatches);
    }

    private static string Show(IEnumerable<string> chunks) => JsonSerializer.Serialize(chunks);
}
