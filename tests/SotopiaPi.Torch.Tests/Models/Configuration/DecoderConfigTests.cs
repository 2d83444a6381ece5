using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

internal sealed class DecoderConfigTests
{
    private const string Llama = """
        {"model_type": "llama", "vocab_size": 10, "hidden_size": 8, "intermediate_size": 6, "num_hidden_layers": 2, "num_attention_heads": 4,
         "num_key_value_heads": 2, "max_position_embeddings": 32, "rms_norm_eps": 1e-6
        """;

    [Test]
    public void Defaults_are_those_of_transformers()
    {
        DecoderConfig config = Read("}");
        Assert.That(config.HeadSize, Is.EqualTo(2));
        Assert.That(config.TieEmbeddings, Is.False);
        Assert.That(config.Layers, Is.EqualTo(LayerConfig.Repeat(2, new RopeConfig(10000))));
    }

    [TestCase(""", "hidden_act": "relu2"}""", "'hidden_act' is \"relu2\", wanted silu, gelu or gelu_pytorch_tanh")]
    [TestCase(""", "alibi": true}""", "the key 'alibi' (value true) is not supported for the model type 'llama'; if it has no effect on the model's numbers, name it among the ignored keys")]
    [TestCase(""", "quantization_config": {"quant_method": "gptq"}}""", "'quantization_config.quant_method' is \"gptq\", wanted \"bitsandbytes\"; use the unquantised model")]
    [TestCase(""", "pretraining_tp": 2}""", "'pretraining_tp' is 2, wanted 1")]
    [TestCase(""", "sliding_window": 8}""", "'sliding_window' is 8, wanted null: layers of the model type 'llama' do not slide")]
    [TestCase(""", "rope_scaling": {"type": "ntk", "factor": 2.0}}""", "'rope_scaling.type' is \"ntk\", wanted default, linear, dynamic, llama3, yarn or longrope")]
    [TestCase(""", "rope_scaling": {"type": "longrope", "short_factor": [1.0]}}""", "'rope_scaling.long_factor' is missing, wanted a list of numbers")]
    [TestCase(""", "rope_scaling": {"type": "longrope", "short_factor": [1.0], "long_factor": [1.0, 2.0]}}""", "'rope_scaling.long_factor' is [1.0, 2.0], wanted 1 numbers, as in short_factor")]
    [TestCase(""", "rope_scaling": {"type": "longrope", "short_factor": [0], "long_factor": [1.0]}}""", "'rope_scaling.short_factor' is [0], wanted a list of numbers above 0")]
    [TestCase(""", "rope_scaling": {"type": "longrope", "short_factor": [1.0, 1.0], "long_factor": [1.0, 2.0]}}""", "'short_factor' has 2 numbers, wanted 1: one for each rotating pair")]
    [TestCase(""", "rope_scaling": {"type": "linear", "factor": 2.0, "warp": 1}}""", "the key 'rope_scaling.warp' (value 1) is not supported for rotary embeddings")]
    [TestCase(""", "rope_scaling": {"type": "linear"}}""", "'rope_scaling.factor' is missing")]
    [TestCase(""", "rope_theta": "big"}""", "'rope_theta' is \"big\", wanted a number")]
    [TestCase(""", "head_dim": 3}""", "3 of 3 dimensions of a head would rotate, wanted an even number")]
    [TestCase(""", "layer_types": ["full_attention"]}""", "wanted 2 entries, each full_attention or sliding_attention")]
    [TestCase(""", "layer_types": ["full_attention", "sliding_attention"]}""", "'sliding_window' is missing, wanted the window of the sliding layers")]
    [TestCase(""", "tie_word_embeddings": 1}""", "'tie_word_embeddings' is 1, wanted true or false")]
    public void What_is_not_supported_is_named(string rest, string problem) =>
        Assert.That(() => Read(rest), Throws.TypeOf<CheckpointException>().With.Message.Contains(problem).And.Message.Contains("config.json"));

    [TestCase("\"llama\"", "\"gpt_bigcode\"", "'model_type' is \"gpt_bigcode\", wanted one of llama, mistral")]
    [TestCase("\"model_type\": \"llama\",", "", "'model_type' is missing, wanted one of llama")]
    [TestCase("\"hidden_size\": 8,", "", "'hidden_size' is missing; wanted the complete config.json")]
    [TestCase("\"hidden_size\": 8", "\"hidden_size\": -8", "'hidden_size' is -8, wanted a number of at least 1")]
    [TestCase("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3", "'num_key_value_heads' is 3, wanted a divisor of num_attention_heads (4)")]
    public void A_shape_that_cannot_be_is_named(string part, string other, string problem) =>
        Assert.That(() => Parse(Llama.Replace(part, other, StringComparison.Ordinal) + "}"), Throws.TypeOf<CheckpointException>().With.Message.Contains(problem));

    [Test]
    public void Ignored_keys_pass()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("config.json"), Llama + """, "note": "mine"}""");
        Assert.That(DecoderConfig.Load(folder.Path, ["note"]).HiddenSize, Is.EqualTo(8));
    }

    [Test]
    public void Yarn_takes_its_attention_factor_from_the_factor()
    {
        DecoderConfig config = Read(""", "rope_scaling": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 8}}""");
        var yarn = (RopeScaling.Yarn)config.Layers[0].Rope!.Scaling;
        Assert.That(yarn, Is.EqualTo(new RopeScaling.Yarn(4, 8, 32, 1, (0.1 * Math.Log(4)) + 1, true)));
    }

    /// <summary>Phi-3 as transformers 4 (factor from the lengths) and 5 write it, and as its first files said it.</summary>
    [TestCase(""", "original_max_position_embeddings": 8, "rope_scaling": {"type": "longrope", "short_factor": [1.5], "long_factor": [3]}}""")]
    [TestCase(""", "original_max_position_embeddings": 8, "rope_scaling": {"type": "su", "short_factor": [1.5], "long_factor": [3]}}""")]
    [TestCase(""", "rope_parameters": {"rope_type": "longrope", "rope_theta": 10000.0, "short_factor": [1.5], "long_factor": [3.0], "original_max_position_embeddings": 8}}""")]
    [TestCase(""", "rope_parameters": {"rope_type": "longrope", "rope_theta": 10000.0, "factor": 4.0, "short_factor": [1.5], "long_factor": [3.0], "original_max_position_embeddings": 8}}""")]
    public void Longrope_is_read_in_all_its_spellings(string rest) =>
        Assert.That(Read(rest).Layers[0].Rope!.Scaling, Is.EqualTo(new RopeScaling.LongRope([1.5], [3], 8, Math.Sqrt(1 + (Math.Log(4) / Math.Log(8))))));

    private static DecoderConfig Read(string rest) => Parse(Llama + rest);

    private static DecoderConfig Parse(string text)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("config.json"), text);
        return DecoderConfig.Load(folder.Path);
    }
}
