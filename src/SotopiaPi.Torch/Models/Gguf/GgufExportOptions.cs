namespace SotopiaPi.Torch;

/// <summary>Says how a decoder is written as a GGUF file.</summary>
public sealed class GgufExportOptions
{
    /// <summary>Gets or sets how matrices are stored: <c>F32</c>, <c>F16</c> or <c>Q8_0</c>; vectors are F32 in any case.</summary>
    /// <value>The default is <c>F16</c>.</value>
    public string Type
    {
        get;
        set => field = value is "F32" or "F16" or "Q8_0"
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Matrices are written as F32, F16 or Q8_0.");
    } = "F16";

    /// <summary>Gets or sets the model's name in the file.</summary>
    /// <value>Any text. The default is <c>model</c>.</value>
    public string Name { get; set; } = "model";

    /// <summary>
    /// Gets or sets where tokenizer and chat template come from: a GGUF file, whose entries are copied, or a model folder with a byte-level
    /// BPE in <c>tokenizer.json</c>.
    /// </summary>
    /// <value><see langword="null"/> (default) writes none; llama.cpp does not run such a file.</value>
    public string? Tokenizer { get; set; }

    /// <summary>Gets or sets llama.cpp's name for how text is split before BPE, where the tokenizer comes from a folder.</summary>
    /// <value>For example <c>smollm</c>, <c>llama-bpe</c>, <c>qwen2</c>. The default is <c>gpt-2</c>.</value>
    public string Splitting { get; set; } = "gpt-2";
}
