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
        Assert.That(GgufTensorNames.ToHuggingFace(gguf), Is.EqualTo(huggingFace));
        Assert.That(GgufTensorNames.ToGguf(huggingFace), Is.EqualTo(gguf));
    }

    [TestCase("rope_freqs.weight")]
    [TestCase("blk.0.ffn_gate_exps.weight")]
    [TestCase("blk.x.attn_q.weight")]
    [TestCase("blk.0.attn_q")]
    [TestCase("")]
    public void Other_names_have_none(string name) => Assert.That(GgufTensorNames.ToHuggingFace(name), Is.Null);
}
