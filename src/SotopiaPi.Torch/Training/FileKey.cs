using System.Globalization;
using System.Security.Cryptography;

namespace SotopiaPi.Torch;

/// <summary>Identifies the content of files.</summary>
internal static class FileKey
{
    private const int Beginning = 16 << 20;                  // bytes: a header, and weights

    /// <summary>Gives what identifies names and content of files in a folder; <see langword="null"/> for no folder.</summary>
    public static string? OfFolder(string? folder, string pattern) => folder is null || !Directory.Exists(folder) ? null
        : StableKey.Of(Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).SelectMany(file => new[] { Path.GetFileName(file), OfFile(file) }));

    /// <summary>Gives what identifies a model: the descriptions in its folder, or the beginning and the length of its one file; <see langword="null"/> for a model that is neither.</summary>
    public static string? OfModel(string model)
    {
        if (!File.Exists(model))
        {
            return OfFolder(model, "*.json");
        }

        using FileStream stream = File.OpenRead(model);
        byte[] beginning = new byte[(int)Math.Min(stream.Length, Beginning)];
        stream.ReadExactly(beginning);
        return StableKey.Of([Convert.ToHexString(SHA256.HashData(beginning)), stream.Length.ToString(CultureInfo.InvariantCulture)]);
    }

    private static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }
}
