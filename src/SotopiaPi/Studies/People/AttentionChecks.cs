using System.Globalization;

namespace SotopiaPi;

/// <summary>Makes attention checks. The number is written as a word, so that it must be read.</summary>
internal static class AttentionChecks
{
    private static readonly string[] Words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    private static readonly string[] Forms =
    [
        "This question only makes sure that the texts are read. Please choose the number {0}, whatever you thought of the last dialogue.",
        "A short check in between: on the scale below, {0} is the right answer. Please choose it and go on.",
        "Many people skip long texts. If you have read this one, choose {0} here.",
    ];

    public static HumanStudyCheck Draw(HumanStudy study, string rater, int round, int index)
    {
        string[] parts = ["attention check", study.Id, rater, round.ToString(CultureInfo.InvariantCulture), index.ToString(CultureInfo.InvariantCulture)];
        int expected = (int)(StableKey.Seed(parts) % Words.Length);
        string form = Forms[StableKey.Seed(["form", .. parts]) % Forms.Length];
        return new HumanStudyCheck("c" + StableKey.Of(parts)[..11], string.Format(CultureInfo.InvariantCulture, form, Words[expected]), 0, Words.Length - 1, expected);
    }
}
