using FsCheck;
using FsCheck.Fluent;

namespace SotopiaPi.Torch.Tests;

/// <summary>Generates texts that tokenizers find hard: words and contractions, all kinds of white space, digits, combining marks, emoji, letters outside the BMP, lone surrogates.</summary>
internal static class UnicodeTexts
{
    private static readonly string[] s_parts =
    [
        "a", "b", "the", "Hello", "don't", "I'LL", "we've", "'s", "'S", "'\u017F", "'re", "'", "''", " ", "  ", "   ", "\n", "\r\n", "\t", "\u00A0", "\u3000", "\u2028", "\u0085",
        "\u001C", "\u200B", "1", "23", "4567", "\u0663", "\u00BD", "\u2167", ".", ",", "...", "!?", "(", "{\"", "\": \"", "_", "é", "e\u0301", "o\u0308\u0304", "ß", "日本", "한국", "\u1112\u1161\u11AB",
        "Привет", "مرحبا", "\U0001D538", "\U00010330", "\U00020000", "\U0001D7D8", "😀", "👩\u200D👧", "🇩🇪", "\uD800", "\uDC00", "\uFFFD", "\uFFFE", "\0", "\u0001", "ﬁ", "\u212B", "\u2581", "<s>", "<|im_end|>", "\u0120",
    ];

    /// <summary>Texts of all kinds.</summary>
    public static Arbitrary<string> All { get; } = Joined(s_parts).ToArbitrary();

    /// <summary>Texts of well-formed Unicode.</summary>
    public static Arbitrary<string> WellFormed { get; } = Joined([.. s_parts.Where(part => part.Length != 1 || !char.IsSurrogate(part[0]))]).ToArbitrary();

    /// <summary>Checks a property on random texts.</summary>
    public static void Check(this Arbitrary<string> texts, Func<string, bool> holds, int count = 1000) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithEndSize(40), Prop.ForAll(texts, holds));

    private static Gen<string> Joined(string[] parts) => Gen.Elements(parts).ListOf().Select(string.Concat);
}
