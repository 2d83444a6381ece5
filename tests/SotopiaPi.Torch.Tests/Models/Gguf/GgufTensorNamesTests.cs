namespace SotopiaPi.Torch.Tests;

internal sealed class GgufTensorNamesTests
{
    [TestCase("token_embd.weight", "model.embed_tokens.weight")]
    [TestCase("output.weight", "lm_head.weight")]
    [TestCase("output_norm.weight", "model.norm.weight")]
    [TestCase("blk.0.attn_q.bias", "model.layers.0.self_attn.q_proj.bias")]
    [TestCase("blk.12.ffn_norm.weight", "model.layers.12.post_attention_layernorm.weight")]
    [TestCase("blk.107.attn_k_norm.weight", "model.layers.107.self_attn.k_norm.weight")]
    public void Names_are_translated_both_ways(string gguf, string huggingFace)
    {
        Assert.That(Names("llama").ToHuggingFace(gguf), Is.EqualTo(huggingFace));
        Assert.That(Names("llama").ToGguf(huggingFace), Is.EqualTo(gguf));
    }

    [TestCase("gemma3", "blk.1.ffn_norm.weight", "model.layers.1.pre_feedforward_layernorm.weight")]
    [TestCase("gemma2", "blk.1.post_attention_norm.weight", "model.layers.1.post_attention_layernorm.weight")]
    [TestCase("olmo2", "blk.1.post_ffw_norm.weight", "model.layers.1.post_feedforward_layernorm.weight")]
    [TestCase("phi3", "blk.1.ffn_up.weight", "model.layers.1.mlp.gate_up_proj.weight")]
    [TestCase("phi3", "blk.1.attn_qkv.weight", "model.layers.1.self_attn.qkv_proj.weight")]
    public void Each_architecture_has_its_own(string architecture, string gguf, string huggingFace)
    {
        Assert.That(Names(architecture).ToHuggingFace(gguf), Is.EqualTo(huggingFace));
        Assert.That(Names(architecture).ToGguf(huggingFace), Is.EqualTo(gguf));
    }

    [TestCase("rope_freqs.weight")]
    [TestCase("blk.0.ffn_gate_exps.weight")]
    [TestCase("blk.x.attn_q.weight")]
    [TestCase("blk.0.attn_q")]
    [TestCase("")]
    public void Other_names_have_none(string name) => Assert.That(Names("llama").ToHuggingFace(name), Is.Null);

    private static GgufTensorNames Names(string architecture) => new(GgufArchitecture.Named(architecture)!);
}
