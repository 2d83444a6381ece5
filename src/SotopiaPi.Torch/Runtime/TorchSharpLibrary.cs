using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>Loads TorchSharp's native library, from a patched copy where the system's C++ runtime is too old for the original.</summary>
internal static class TorchSharpLibrary
{
    /// <summary>
    /// The version of libstdc++.so.6 (GCC 13) that the library asks for and never uses: its one symbol with that version,
    /// <c>std::ios_base_library_init()</c>, has no relocation. Read in TorchSharp 0.107.0.
    /// </summary>
    private const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads libtorch, then the library itself.</summary>
    public static nint Load(LibtorchFolder libtorch)
    {
        libtorch.Preload();
        try
        {
            return NativeLibrary.Load(libtorch.TorchSharpFile);
        }
        catch (DllNotFoundException e) when (e.Message.Contains(UnusedVersion, StringComparison.Ordinal))
        {
            return NativeLibrary.Load(WritePatchedCopy(libtorch.TorchSharpFile, PatchedCopyCache.DefaultRoot()));
        }
    }

    /// <summary>Writes, once per original, a copy that loads without the unused version; returns its path.</summary>
    public static string WritePatchedCopy(string original, string cacheRoot)
    {
        byte[] content = File.ReadAllBytes(original);
        byte[] patched = ElfVersionPatch.MakeWeak(content, UnusedVersion, original);
        return PatchedCopyCache.Write(cacheRoot, content, patched, Path.GetFileName(original));
    }
}
