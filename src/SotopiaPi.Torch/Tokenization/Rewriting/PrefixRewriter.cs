namespace SotopiaPi.Torch;

/// <summary>Puts a prefix before a text, always or unless the text begins with it; never before text that continues earlier text.</summary>
internal sealed class PrefixRewriter(string prefix, bool unlessPresent) : ITextRewriter
{
    public bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output)
    {
        if (prefix.Length == 0 || place == TextPlace.Continued || (unlessPresent && text.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return false;
        }

        // The prefix stands for the first character, as in the reference.
        output.Write(prefix, 0, text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : 1);
        output.Copy(text, 0, text.Length);
        return true;
    }
}
