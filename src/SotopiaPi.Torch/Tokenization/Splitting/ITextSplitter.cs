namespace SotopiaPi.Torch;

/// <summary>A pre-tokenizer that only cuts: it divides a text into consecutive words.</summary>
internal interface ITextSplitter
{
    /// <summary>Writes the end of each word of the text, in order; the last end is the text's length.</summary>
    void Split(ReadOnlySpan<char> text, WordEnds ends);
}
