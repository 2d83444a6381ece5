using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Torch.Tests;

/// <summary>Tokenizers of model folders as GGUF metadata: read back, they give the golden ids.</summary>
[Category("Fixtures.text")]
internal sealed class GgufTokenizerFolderTests
{
    [TestCase("real-smollm2", "smollm")]
    [TestCase("bpe-gpt2", "gpt-2")]
    [TestCase("bpe-llama3", "llama-bpe")]
    [TestCase("bpe-qwen2", "qwen2")]
    [TestCase("real-mistral-v1", "default")]
    public void The_golden_ids_stay(string folder, string splitting)
    {
        string path = TokenizerFixture.Folder(folder);
        HuggingFaceTokenizer original = HuggingFaceTokenizer.LoadFolder(path);
        Check(folder, Written(path, original), original, splitting);
    }

    /// <summary>Without tokenizer.model the scores are made of the ranks of merges.</summary>
    [Test]
    public void Pieces_of_a_tokenizer_json_alone_keep_the_golden_ids()
    {
        string path = TokenizerFixture.Folder("real-mistral-v1");
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json" })
        {
            File.Copy(Path.Combine(path, name), folder.File(name));
        }

        HuggingFaceTokenizer original = HuggingFaceTokenizer.LoadFolder(folder.Path);
        Check("real-mistral-v1", Written(folder.Path, original), original, "default");
    }

    [Test]
    public void What_llama_cpp_has_no_name_for_is_refused()
    {
        string path = TokenizerFixture.Folder("bpe-gpt2");
        using TemporaryFolder folder = new();
        JsonObject json = JsonNode.Parse(File.ReadAllText(Path.Combine(path, "tokenizer.json")))!.AsObject();
        json["pre_tokenizer"] = JsonNode.Parse("""{"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": false}, {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true}]}""");
        File.WriteAllText(folder.File("tokenizer.json"), json.ToJsonString());
        Assert.That(() => Written(folder.Path, HuggingFaceTokenizer.LoadFolder(folder.Path)), Throws.TypeOf<CheckpointException>().With.Message.Contains("(numbers, words) is not known here; name it in GgufExportOptions.Splitting"));
    }

    [Test]
    public void A_name_that_gives_other_ids_is_refused()
    {
        string path = TokenizerFixture.Folder("bpe-llama3");
        Assert.That(() => Written(path, HuggingFaceTokenizer.LoadFolder(path), "qwen2"), Throws.TypeOf<CheckpointException>().With.Message.Contains("would give").And.Message.Contains("other ids"));
    }

    [Test]
    public void A_vocabulary_larger_than_the_embedding_is_refused()
    {
        string path = TokenizerFixture.Folder("bpe-gpt2");
        Assert.That(() => GgufTokenizerMetadata.AddTo([], path, null, 100), Throws.TypeOf<TokenizerException>().With.Message.Contains("the model has embeddings for 100"));
    }

    [Test]
    public void A_unigram_model_is_refused()
    {
        string path = TokenizerFixture.Folder("spm-unigram-bytes");
        Assert.That(() => Written(path, HuggingFaceTokenizer.LoadFolder(path)), Throws.TypeOf<CheckpointException>().With.Message.Contains("is neither a byte-level BPE nor"));
    }

    private static GgufMetadata Written(string path, HuggingFaceTokenizer original, string? splitting = null)
    {
        using TemporaryFolder folder = new();
        Dictionary<string, object> metadata = [];
        GgufTokenizerMetadata.AddTo(metadata, path, splitting, original.VocabularySize + 3);       // embeddings are often padded
        GgufWriter.Write(folder.File("tokenizer.gguf"), metadata, []);
        using GgufFile file = GgufFile.Open(folder.File("tokenizer.gguf"));
        return file.Metadata;
    }

    private static void Check(string folder, GgufMetadata metadata, HuggingFaceTokenizer original, string splitting)
    {
        HuggingFaceTokenizer written = HuggingFaceTokenizer.FromGguf(metadata);
        Assert.That(metadata.Text("tokenizer.ggml.pre"), Is.EqualTo(splitting));
        Assert.That((written.BosId, written.EosIds[0], written.PadId), Is.EqualTo((original.BosId, original.EosIds[0], original.PadId)));
        Assert.That(written.Encode("", addSpecialTokens: true), Is.EqualTo(original.Encode("", addSpecialTokens: true)));
        TokenizerFixture.AssertNone(
        [
            .. from item in TokenizerFixture.Read(folder, "golden.json").GetProperty("cases").EnumerateArray()
               where !item.GetProperty("id").GetString()!.StartsWith("fl_", StringComparison.Ordinal)     // flags of added tokens that GGUF has no words for
               let found = string.Join(' ', written.Encode(item.GetProperty("text").GetString()!, addSpecialTokens: false))
               where found != string.Join(' ', item.Ids("ids"))
               select $"{item.GetProperty("id")}: found {found}",
        ]);
    }
}
