namespace SotopiaPi.Torch;

public sealed partial record PieceTemplate
{
    private const string Content = "{{content}}";

    /// <summary>Gets Mistral's format as SOTOPIA-π trained it (sotopia-lab/sotopia-pi@245fa7b <c>llm_rl/src/llmtuner/extras/template.py</c>).</summary>
    public static PieceTemplate MistralSotopiaPi { get; } = new()
    {
        Prefix = [PieceSlot.Bos],
        RepeatsPrefix = true,
        System = [PieceSlot.Text(Content)],
        User = [PieceSlot.Text("[INST] {{content}} [/INST]")],
        Assistant = [PieceSlot.Text(Content), PieceSlot.Eos],
        Cut = PieceCut.ProportionalPerTurn,
    };

    /// <summary>Gets Llama 2's format as SOTOPIA-π trained it (the same file, <c>llama2-sotopia</c>).</summary>
    public static PieceTemplate Llama2Sotopia { get; } = MistralSotopiaPi with { SystemPlace = SystemPlace.FirstUserMessage };

    /// <summary>Gets Llama 2's format of 2023, system text in its marks (the same file, <c>llama2</c>).</summary>
    /// <value>The default system text of that file is not repeated here; set <see cref="DefaultSystem"/>.</value>
    public static PieceTemplate Llama2 { get; } = Llama2Sotopia with { System = [PieceSlot.Text("<<SYS>>\n{{content}}\n<</SYS>>\n\n")] };

    /// <summary>Gets Vicuna's format (the same file, <c>vicuna</c>).</summary>
    public static PieceTemplate Vicuna { get; } = MistralSotopiaPi with
    {
        User = [PieceSlot.Text("USER: {{content}} ASSISTANT:")],
        DefaultSystem = "A chat between a curious user and an artificial intelligence assistant. "
            + "The assistant gives helpful, detailed, and polite answers to the user's questions.",
    };

    /// <summary>Gets Mistral's format in present LLaMA-Factory (hiyouga/LLaMA-Factory <c>src/llamafactory/data/template.py</c>).</summary>
    public static PieceTemplate MistralLlamaFactory { get; } = new()
    {
        Prefix = [PieceSlot.Bos],
        System = [PieceSlot.Text("{{content}}\n\n")],
        SystemPlace = SystemPlace.FirstUserMessage,
        User = [PieceSlot.Text("[INST] {{content}}[/INST]")],
        Assistant = [PieceSlot.Text(" {{content}}"), PieceSlot.Eos],
    };

    /// <summary>Gets Llama 3's format in present LLaMA-Factory.</summary>
    public static PieceTemplate Llama3LlamaFactory { get; } = new()
    {
        Prefix = [PieceSlot.Bos],
        System = [PieceSlot.Text("<|start_header_id|>system<|end_header_id|>\n\n{{content}}<|eot_id|>")],
        User =
        [
            PieceSlot.Text("<|start_header_id|>user<|end_header_id|>\n\n{{content}}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"),
        ],
        Assistant = [PieceSlot.Text("{{content}}<|eot_id|>")],
    };

    /// <summary>Gets Qwen's format in present LLaMA-Factory.</summary>
    public static PieceTemplate QwenLlamaFactory { get; } = new()
    {
        System = [PieceSlot.Text("<|im_start|>system\n{{content}}<|im_end|>\n")],
        DefaultSystem = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.",
        User = [PieceSlot.Text("<|im_start|>user\n{{content}}<|im_end|>\n<|im_start|>assistant\n")],
        Assistant = [PieceSlot.Text("{{content}}<|im_end|>\n")],
    };

    /// <summary>Gets the format of Mistral's own encoder, first version: Mistral-7B-Instruct v0.1 and v0.2 (mistralai/mistral-common).</summary>
    public static PieceTemplate MistralV1 { get; } = new()
    {
        Prefix = [PieceSlot.Bos],
        System = [PieceSlot.Text("{{content}}\n\n")],
        SystemPlace = SystemPlace.FirstUserMessage,
        User = [PieceSlot.Text("[INST] {{content}} [/INST]")],
        Assistant = [PieceSlot.Text(Content), PieceSlot.Eos],
        RecognizesSpecialTokens = false,
    };

    /// <summary>Gets the format of Mistral's own encoder, third version: Mistral-7B-Instruct v0.3.</summary>
    public static PieceTemplate MistralV3 { get; } = MistralV1 with
    {
        SystemPlace = SystemPlace.LastUserMessage,
        User = [PieceSlot.Token("[INST]"), PieceSlot.Text(Content), PieceSlot.Token("[/INST]")],
        TrimsReplies = true,
    };
}
