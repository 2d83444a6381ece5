using System.Security.Cryptography;

namespace SotopiaPi.Torch;

/// <summary>Keeps patched copies of native libraries in the user's local application data, one folder per original.</summary>
internal static class PatchedCopyCache
{
    private const string WayOut =
        "Set XDG_DATA_HOME to a writable folder, or use a system whose libstdc++.so.6 is that of GCC 13 or newer: it needs no copy.";

    /// <summary>The folder <c>SotopiaPi/native</c> below the user's local application data.</summary>
    public static string DefaultRoot()
    {
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? Path.Combine(data, "SotopiaPi", "native")
            : throw new DllNotFoundException($"SotopiaPi must keep a patched copy of a native library, but this user has no folder for application data. {WayOut}");
    }

    /// <summary>
    /// Writes the copy unless an equal one is there; returns its path. Processes may do this at the same time: the file appears whole,
    /// by a rename.
    /// </summary>
    /// <exception cref="DllNotFoundException">The folder cannot be written.</exception>
    public static string Write(string root, ReadOnlySpan<byte> original, ReadOnlySpan<byte> patched, string name)
    {
        string folder = Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(original))[..16]);
        string file = Path.Combine(folder, name);
        try
        {
            if (!Holds(file, patched))
            {
                Directory.CreateDirectory(folder);
                string temporary = Path.Combine(folder, $"{name}.{Guid.NewGuid():N}.tmp");
                File.WriteAllBytes(temporary, patched);
                File.Move(temporary, file, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DllNotFoundException($"SotopiaPi cannot write its patched copy of {name} to '{folder}': {e.Message} {WayOut}", e);
        }

        return file;
    }

    private static bool Holds(string file, ReadOnlySpan<byte> content) =>
        File.Exists(file) && new FileInfo(file).Length == content.Length && content.SequenceEqual(File.ReadAllBytes(file));
}
