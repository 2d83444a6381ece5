namespace SotopiaPi.Torch;

/// <summary>Puts a prefix before a text that stands at the start of the input, unless it begins with it.</summary>
internal sealed class StartPrefixRewriter(string prefix) : ITextRewriter
{
    private readonly PrefixRewriter _prefix = new(prefix, unlessPresent: true);

    public bool TryRewrite(ReadOnlySpan<char> text, TextPlace place, RewrittenText output) => place == TextPlace.Start && _prefix.TryRewrite(text, place, output);
}
