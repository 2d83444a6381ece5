using System.Text.RegularExpressions;

namespace SotopiaPi.Torch;

/// <summary>Translates tensor names of an architecture's GGUF files (ggml-org/llama.cpp: <c>gguf-py/gguf/constants.py</c>) to those of Hugging Face checkpoints and back.</summary>
internal sealed partial class GgufTensorNames
{
    private static readonly (string Gguf, string HuggingFace)[] s_common =
    [
        ("token_embd", "model.embed_tokens"), ("output_norm", "model.norm"), ("output", "lm_head"),
        ("blk.#.attn_q", "model.layers.#.self_attn.q_proj"), ("blk.#.attn_k", "model.layers.#.self_attn.k_proj"),
        ("blk.#.attn_v", "model.layers.#.self_attn.v_proj"), ("blk.#.attn_output", "model.layers.#.self_attn.o_proj"),
        ("blk.#.attn_q_norm", "model.layers.#.self_attn.q_norm"), ("blk.#.attn_k_norm", "model.layers.#.self_attn.k_norm"),
        ("blk.#.ffn_gate", "model.layers.#.mlp.gate_proj"), ("blk.#.ffn_down", "model.layers.#.mlp.down_proj"),
    ];

    private readonly Dictionary<string, string> _toHuggingFace;
    private readonly Dictionary<string, string> _toGguf;

    public GgufTensorNames(GgufArchitecture architecture)
    {
        (string Gguf, string HuggingFace)[] pairs = [.. s_common, .. Norms(architecture.Placement), .. Projections(architecture.IsFused)];
        _toHuggingFace = pairs.ToDictionary(pair => pair.Gguf, pair => pair.HuggingFace);
        _toGguf = pairs.ToDictionary(pair => pair.HuggingFace, pair => pair.Gguf);
    }

    /// <summary>Gives the Hugging Face name; <see langword="null"/> where there is none.</summary>
    public string? ToHuggingFace(string name) => Translate(_toHuggingFace, name);

    /// <summary>Gives the GGUF name; <see langword="null"/> where there is none.</summary>
    public string? ToGguf(string name) => Translate(_toGguf, name);

    private static (string Gguf, string HuggingFace)[] Norms(NormPlacement placement) => placement switch
    {
        NormPlacement.Before => [("blk.#.attn_norm", "model.layers.#.input_layernorm"), ("blk.#.ffn_norm", "model.layers.#.post_attention_layernorm")],
        NormPlacement.After => [("blk.#.post_attention_norm", "model.layers.#.post_attention_layernorm"), ("blk.#.post_ffw_norm", "model.layers.#.post_feedforward_layernorm")],
        _ =>
        [
            ("blk.#.attn_norm", "model.layers.#.input_layernorm"), ("blk.#.post_attention_norm", "model.layers.#.post_attention_layernorm"),
            ("blk.#.ffn_norm", "model.layers.#.pre_feedforward_layernorm"), ("blk.#.post_ffw_norm", "model.layers.#.post_feedforward_layernorm"),
        ],
    };

    private static (string Gguf, string HuggingFace)[] Projections(bool fused) => fused
        ? [("blk.#.attn_qkv", "model.layers.#.self_attn.qkv_proj"), ("blk.#.ffn_up", "model.layers.#.mlp.gate_up_proj")]
        : [("blk.#.ffn_up", "model.layers.#.mlp.up_proj")];

    private static string? Translate(Dictionary<string, string> names, string name)
    {
        Match match = Parts().Match(name);
        string key = match.Groups["before"].Value + (match.Groups["layer"].Success ? "#" + match.Groups["after"].Value : "");
        return match.Success && names.TryGetValue(key, out string? other)
            ? other.Replace("#", match.Groups["layer"].Value, StringComparison.Ordinal) + match.Groups["kind"].Value
            : null;
    }

    [GeneratedRegex(@"^(?<before>(blk\.|model\.layers\.)(?=\d)|(?!(blk\.|model\.layers\.)\d).+?)(?<layer>\d+(?=\.))?(?<after>(?<=\d)\..+?)?(?<kind>\.(weight|bias))$", RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
