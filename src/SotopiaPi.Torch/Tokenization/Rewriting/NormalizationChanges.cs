using System.Text;

namespace SotopiaPi.Torch;

/// <summary>
/// Says for each code point of a normalised sequence how it came about, in the reference's terms: 1 was added by a decomposition, 0 replaces
/// one source code point, −n replaces 1 + n of them.
/// </summary>
internal static class NormalizationChanges
{
    public static IReadOnlyList<(Rune Rune, int Change)> Of(string sequence, string result, NormalizationForm form)
    {
        bool composes = form is NormalizationForm.FormC or NormalizationForm.FormKC;
        NormalizationForm apart = form is NormalizationForm.FormC or NormalizationForm.FormD ? NormalizationForm.FormD : NormalizationForm.FormKD;
        List<(Rune Rune, int Change)> parts = Decompose(sequence, apart);
        if (!composes)
        {
            return parts;
        }

        List<(Rune, int)> changes = [];
        foreach (Rune rune in result.EnumerateRunes())
        {
            int change = 1;
            foreach (Rune part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
            {
                change += Take(parts, part) - 1;
            }

            changes.Add((rune, change));
        }

        return changes;
    }

    /// <summary>The code points of the decomposed sequence in canonical order: 0 for the first that a source code point gave, 1 for the others.</summary>
    private static List<(Rune Rune, int Change)> Decompose(string sequence, NormalizationForm apart)
    {
        List<(Rune, int)> unordered = [];
        foreach (Rune rune in sequence.EnumerateRunes())
        {
            int change = 0;
            foreach (Rune part in rune.ToString().Normalize(apart).EnumerateRunes())
            {
                unordered.Add((part, change));
                change = 1;
            }
        }

        return [.. sequence.Normalize(apart).EnumerateRunes().Select(rune => (rune, Take(unordered, rune)))];
    }

    private static int Take(List<(Rune Rune, int Change)> parts, Rune rune)
    {
        int index = parts.FindIndex(part => part.Rune == rune);
        if (index < 0)
        {
            return 0;
        }

        int change = parts[index].Change;
        parts.RemoveAt(index);
        return change;
    }
}
