using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>The folders that hold TorchSharp's native library and libtorch on Linux.</summary>
internal sealed record LibtorchFolder(string TorchSharpFile, string Folder)
{
    private const string TorchSharpName = "libLibTorchSharp.so";
    private const string LibtorchName = "libtorch_cpu.so";

    /// <summary>In this order, so that each library finds those it needs already loaded under their short names.</summary>
    private static readonly string[] s_preload = ["libc10.so", LibtorchName, "libtorch.so"];

    /// <summary>Finds both files in the folders where the runtime looks for the native files of packages.</summary>
    public static LibtorchFolder Find()
    {
        string[] folders = SearchFolders();
        return new(
            FindFile(folders, TorchSharpName, "the package TorchSharp"),
            Path.GetDirectoryName(FindFile(folders, LibtorchName, "a libtorch package, such as libtorch-cpu-linux-x64 2.10.0"))!);
    }

    /// <summary>Loads libtorch by full path; whatever names one of these libraries afterwards gets the loaded one.</summary>
    public void Preload()
    {
        foreach (string gomp in Directory.GetFiles(Folder, "libgomp*.so*").Order(StringComparer.Ordinal))
        {
            NativeLibrary.Load(gomp);
        }

        foreach (string library in s_preload)
        {
            NativeLibrary.Load(Path.Combine(Folder, library));
        }
    }

    private static string[] SearchFolders() =>
    [
        .. ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        AppContext.BaseDirectory,
    ];

    private static string FindFile(string[] folders, string name, string source) =>
        folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new DllNotFoundException(
            $"SotopiaPi found no {name} in '{string.Join("', '", folders)}'. It comes with {source}: add it to the program's project.");
}
