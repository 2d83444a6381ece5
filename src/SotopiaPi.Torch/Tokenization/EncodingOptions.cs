namespace SotopiaPi.Torch;

/// <summary>How one text is encoded. The default is the tokenizer as its file describes it.</summary>
internal sealed record EncodingOptions
{
    public static EncodingOptions Default { get; } = new();

    /// <summary>Whether the normalizer runs.</summary>
    public bool Normalizes { get; init; } = true;

    /// <summary>Whether the pre-tokenizer runs.</summary>
    public bool Splits { get; init; } = true;

    /// <summary>Whether special tokens written in the text become those tokens.</summary>
    public bool RecognizesSpecialTokens { get; init; } = true;

    /// <summary>Where the text stands.</summary>
    public TextPlace Place { get; init; } = TextPlace.Start;
}
