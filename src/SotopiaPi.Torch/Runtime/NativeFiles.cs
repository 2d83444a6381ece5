namespace SotopiaPi.Torch;

/// <summary>Finds native files in the folders where the runtime looks for those of packages.</summary>
internal static class NativeFiles
{
    /// <summary>TorchSharp's own native library; it comes with the package TorchSharp.</summary>
    public const string TorchSharp = "libLibTorchSharp.so";

    /// <summary>The library of libtorch that holds its operators.</summary>
    public const string Libtorch = "libtorch_cpu.so";

    /// <summary>The first file of that name, or <see langword="null"/>.</summary>
    public static string? Find(string name) =>
        Folders().Select(folder => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>The first file of that name.</summary>
    /// <exception cref="DllNotFoundException">There is none; the message names the folders and <paramref name="source"/>.</exception>
    public static string Require(string name, string source) =>
        Find(name) ?? throw new DllNotFoundException(
            $"SotopiaPi found no {name} in '{string.Join("', '", Folders())}'. It comes with {source}: add it to the program's project.");

    private static string[] Folders() =>
    [
        .. ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        AppContext.BaseDirectory,
    ];
}
