using System.Globalization;
using System.Net;
using System.Text;

namespace SotopiaPi;

/// <summary>Writes values and texts of reports, the same under every culture.</summary>
public static class ReportText
{
    /// <summary>Writes a number.</summary>
    /// <param name="value">The number; <see langword="null"/> for a missing one.</param>
    /// <param name="decimals">The number of decimal places.</param>
    /// <returns>The number with a true minus sign, or <c>–</c> when it is missing.</returns>
    public static string Of(double? value, int decimals = 2)
    {
        if (value is not { } number || double.IsNaN(number))
        {
            return "–";
        }

        string digits = Math.Abs(number).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return number < 0 && digits.AsSpan().ContainsAnyExcept('0', '.') ? "−" + digits : digits;
    }

    /// <summary>Writes a mean with its interval: <c>5.21 ± 0.22</c>.</summary>
    /// <param name="estimate">The estimate; <see langword="null"/> for a missing one.</param>
    /// <param name="decimals">The number of decimal places.</param>
    /// <returns>The text; <c>–</c> without a mean, the mean alone without an interval.</returns>
    public static string Of(MeanEstimate? estimate, int decimals = 2) =>
        estimate?.Margin is { } margin ? $"{Of(estimate.Mean, decimals)} ± {Of(margin, decimals)}" : Of(estimate?.Mean, decimals);

    /// <summary>Writes how many values stand behind a mean: <c>298 of 300</c> when some are missing.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <returns>The count.</returns>
    public static string CountOf(MeanEstimate estimate)
    {
        ArgumentNullException.ThrowIfNull(estimate);
        return estimate.Missing == 0
            ? estimate.Count.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{estimate.Count} of {estimate.Count + estimate.Missing}");
    }

    /// <summary>Writes a p-value: <c>0.032</c>, <c>&lt; 0.001</c>, or <c>–</c>.</summary>
    /// <param name="value">The p-value.</param>
    /// <returns>The text.</returns>
    public static string OfP(double? value) => value is < 0.001 ? "< 0.001" : Of(value, 3);

    /// <summary>Encodes a text for HTML and SVG; characters that XML forbids become U+FFFD.</summary>
    internal static string Encode(string text) => WebUtility.HtmlEncode(Sound(text));

    private static string Sound(string text)
    {
        StringBuilder? sound = null;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            bool bad = c is < ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF' || (char.IsSurrogate(c) && !pair);
            if (bad)
            {
                sound ??= new StringBuilder(text, 0, i, text.Length);
            }

            sound?.Append(bad ? '\uFFFD' : c);
            if (pair)
            {
                sound?.Append(text[++i]);
                i += sound is null ? 1 : 0;
            }
        }

        return sound?.ToString() ?? text;
    }
}
