namespace SotopiaPi.Torch;

/// <summary>A normalizer, or the part of a pre-tokenizer that changes text.</summary>
internal interface ITextRewriter
{
    /// <summary>Writes the changed text; returns false, and writes nothing, when the text stays as it is.</summary>
    /// <param name="text">The text. Never empty.</param>
    /// <param name="place">Where it stands in the input.</param>
    /// <param name="output">Takes the changed text.</param>
    bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output);
}
