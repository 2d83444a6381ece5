using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>
/// Loads TorchSharp's native library on Linux, from a patched copy where the system's C++ runtime is too old for the original. libtorch
/// must be loaded already: the copy lies outside the folder where it would find it.
/// </summary>
internal static class TorchSharpLibrary
{
    /// <summary>
    /// The version of libstdc++.so.6 (GCC 13) that the library asks for and never uses: its one symbol with that version,
    /// <c>std::ios_base_library_init()</c>, has no relocation. Read in TorchSharp 0.107.0.
    /// </summary>
    public const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads the library; returns its handle.</summary>
    /// <exception cref="DllNotFoundException">It cannot be loaded, or the folder for the copy cannot be written.</exception>
    public static nint Load(string file)
    {
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException e) when (e.Message.Contains(UnusedVersion, StringComparison.Ordinal))
        {
            return NativeLibrary.Load(WritePatchedCopy(file, PatchedCopyCache.DefaultRoot()));
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
