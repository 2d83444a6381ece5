namespace SotopiaPi.Torch;

/// <summary>Replaces each occurrence of a literal text.</summary>
internal sealed class ReplaceRewriter(string pattern, string content) : ITextRewriter
{
    public bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output)
    {
        int found = text.IndexOf(pattern, StringComparison.Ordinal);
        if (found < 0 || pattern.Length == 0)
        {
            return false;
        }

        int start = 0;
        while (found >= 0)
        {
            output.Copy(text, start, start + found);
            int end = start + found + pattern.Length;
            output.Write(content, end - 1, end);
            start = end;
            found = text[start..].IndexOf(pattern, StringComparison.Ordinal);
        }

        output.Copy(text, start, text.Length);
        return true;
    }
}
