using System.Globalization;
using System.Security.Cryptography;

namespace SotopiaPi.Torch;

/// <summary>Identifies the content of files.</summary>
internal static class FileKey
{
    private const int Block = 1 << 20;                       // bytes
    private const int Blocks = 16;                           // of a large file, spread evenly from its beginning to its end
    private static readonly string[] s_kinds = [".json", ".safetensors", ".jinja", ".model", ".txt"];   // of files that a model consists of

    /// <summary>Gives what identifies names and content of files in a folder; <see langword="null"/> for no folder.</summary>
    public static string? OfFolder(string? folder, string pattern) => folder is null || !Directory.Exists(folder) ? null
        : StableKey.Of(Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).SelectMany(file => new[] { Path.GetFileName(file), OfFile(file) }));

    /// <summary>Gives what identifies a model wherever it lies: the names and the content of the files in its folder, or of its one file. Of large files a sample is read.</summary>
    /// <exception cref="CheckpointException">There is no such model.</exception>
    public static string OfModel(string model)
    {
        string place = HubCache.Resolve(model);
        IEnumerable<string> files = File.Exists(place) ? [place]
            : Directory.EnumerateFiles(place).Where(file => s_kinds.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal);
        return StableKey.Of(files.SelectMany(file => new[] { Path.GetFileName(file), OfSample(file) }));
    }

    private static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(stream));
    }

    private static string OfSample(string path)
    {
        using FileStream stream = File.OpenRead(path);
        long length = stream.Length;
        if (length <= Blocks * Block)
        {
            return Convert.ToHexString(SHA256.HashData(stream));
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = new byte[Block];
        for (int i = 0; i < Blocks; i++)
        {
            stream.Position = (length - Block) * i / (Blocks - 1);
            stream.ReadExactly(block);
            hash.AppendData(block);
        }

        return StableKey.Of([Convert.ToHexString(hash.GetHashAndReset()), length.ToString(CultureInfo.InvariantCulture)]);
    }
}
