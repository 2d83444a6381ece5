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
    /// Gets or sets where tokenizer and chat template come from: a GGUF file, whose entries are copied, or a model folder with <c>tokenizer.json</c>
    /// (a byte-level BPE, or pieces with bytes to fall back on) or <c>tokenizer.model</c>.
    /// </summary>
    /// <value><see langword="null"/> (default) writes none; llama.cpp does not run such a file.</value>
    public string? Tokenizer { get; set; }

    /// <summary>Gets or sets llama.cpp's name for how text is split before a byte-level BPE, where the tokenizer comes from a folder.</summary>
    /// <value>For example <c>smollm</c>, <c>llama-bpe</c>, <c>qwen2</c>; <see langword="null"/> (default) finds it, or refuses a splitting that is not known.</value>
    public string? Splitting { get; set; }

    /// <summary>Gets or sets how many positions the file says that the model has.</summary>
    /// <value>
    /// In tokens, at least 1, at most what the model has; <see langword="null"/> (default) for all. Where GGUF cannot say that layers see a window of the
    /// text (Mistral 7B v0.1), set it to at most the window: so far the window hides nothing, and the numbers are exact.
    /// </value>
    public int? MaxPositions
    {
        get;
        set
        {
            if (value is { } positions)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
            }

            field = value;
        }
    }
}
