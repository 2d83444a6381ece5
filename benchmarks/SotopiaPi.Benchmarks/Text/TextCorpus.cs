using System.Text;
using System.Text.Json;

namespace SotopiaPi.Benchmarks;

/// <summary>English to encode: the same prompts again and again, or words most of which occur once.</summary>
internal static class TextCorpus
{
    private static readonly string[] s_syllables =
        ["ka", "lo", "mi", "ter", "ing", "con", "pre", "s", "ed", "al", "tion", "ra", "ble", "un", "de", "ment", "ex", "po", "ri", "th", "ous", "ver", "can", "ly"];

    /// <summary>The long prompts of the golden files, repeated.</summary>
    public static string Repeated(int length)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllBytes(TextFiles.Path("tokenizers/real-smollm2/golden.json")));
        string prompts = string.Join('\n', golden.RootElement.GetProperty("cases").EnumerateArray()
            .Select(item => item.GetProperty("text").GetString()!)
            .Where(text => text.Length > 300 && Ascii.IsValid(text)));
        return string.Concat(Enumerable.Repeat(prompts + "\n", (length / prompts.Length) + 1))[..length];
    }

    /// <summary>Words of one to four syllables, seeded; about half of them are new.</summary>
    public static string Varied(int length)
    {
        Random random = new(1);
        StringBuilder text = new(length + 32);
        while (text.Length < length)
        {
            for (int syllables = random.Next(1, 5); syllables > 0; syllables--)
            {
                text.Append(s_syllables[random.Next(s_syllables.Length)]);
            }

            text.Append(random.Next(12) == 0 ? ". " : " ");
        }

        return text.ToString(0, length);
    }
}
