using System.Security.Cryptography;

namespace SotopiaPi.Torch;

/// <summary>Identifies the content of files.</summary>
internal static class FileKey
{
    /// <summary>Gives what identifies names and content of files in a folder; <see langword="null"/> for no folder.</summary>
    public static string? OfFolder(string? folder, string pattern) => folder is null || !Directory.Exists(folder) ? null
        : StableKey.Of(Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).SelectMany(file => new[] { Path.GetFileName(file), OfFile(file) }));

    private static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
