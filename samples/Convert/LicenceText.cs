using System.Text.RegularExpressions;

namespace SotopiaPi.Samples.Conversion;

/// <summary>Finds the licence of a data set in its folder: a LICENSE file, else what a README says of it.</summary>
internal static partial class LicenceText
{
    public const string Unknown = "unknown: ask the publisher";

    private const int Longest = 64 * 1024;

    public static string? Of(DirectoryInfo folder) => !folder.Exists ? null
        : Find(folder, "LICENSE", "LICENCE", "COPYING") is { } licence ? Text(licence)
        : Find(folder, "README") is { } readme ? OfReadme(Text(readme) ?? "")
        : null;

    /// <summary>One line for the terminal: the first one, and how much more there is.</summary>
    public static string Short(string licence)
    {
        string[] lines = licence.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length <= 1 ? licence.Trim() : $"{lines[0]} (and {lines.Length - 1} more lines)";
    }

    /// <summary>The field of a data set card, else the lines that speak of a licence.</summary>
    private static string? OfReadme(string text)
    {
        if (CardField().Match(text) is { Success: true } field)
        {
            return field.Groups["name"].Value.Trim().Trim('"', '\'');
        }

        string[] lines = [.. text.Split('\n', StringSplitOptions.TrimEntries).Where(line => Mention().IsMatch(line))];
        return lines.Length == 0 ? null : string.Join('\n', lines);
    }

    private static FileInfo? Find(DirectoryInfo folder, params string[] names) => folder.EnumerateFiles()
        .Where(file => names.Contains(Path.GetFileNameWithoutExtension(file.Name), StringComparer.OrdinalIgnoreCase))
        .OrderBy(file => file.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    private static string? Text(FileInfo file)
    {
        using StreamReader reader = file.OpenText();
        char[] text = new char[Longest];
        string read = new string(text, 0, reader.ReadBlock(text)).Trim();
        return read.Length == 0 ? null : read;
    }

    [GeneratedRegex(@"\A---\s*\n(?:.*\n)*?license:\s*(?<name>[^\n]+)\n(?:.*\n)*?---", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CardField();

    [GeneratedRegex(@"licen[cs]e|\bCC[- ]BY\b|\bCC0\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Mention();
}
