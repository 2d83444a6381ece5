using System.Text.RegularExpressions;

namespace SotopiaPi.Torch;

/// <summary>Makes the regular expressions of tokenizer files, with a bound on the time of each match.</summary>
internal static class TokenizerRegex
{
    /// <summary>How long one match may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    /// <exception cref="TokenizerException">The pattern is damaged or has no counterpart in .NET.</exception>
    public static Regex Create(string pattern)
    {
        try
        {
            return new Regex(RegexTranslation.Translate(pattern), RegexOptions.CultureInvariant | RegexOptions.Multiline, Timeout);
        }
        catch (ArgumentException exception)
        {
            throw new TokenizerException($"The pattern '{Shown.Text(pattern)}' is not supported: {Shown.Text(exception.Message, 300)}", exception);
        }
    }
}
