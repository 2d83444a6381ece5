namespace SotopiaPi.Torch;

/// <summary>Marks one needed symbol version as weak, so that the dynamic linker does not insist on it.</summary>
internal static class ElfVersionPatch
{
    private const byte WeakFlag = 0x2;

    /// <summary>Returns a copy of <paramref name="file"/> that differs in one flag byte.</summary>
    /// <param name="file">A 64-bit little-endian ELF file.</param>
    /// <param name="version">The version to make weak; the file must name it exactly once.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="BadImageFormatException">The file is damaged, or does not name the version exactly once.</exception>
    public static byte[] MakeWeak(ReadOnlySpan<byte> file, string version, string name)
    {
        int[] offsets = [.. ElfVersionNeeds.Read(file).Where(need => need.Version == version).Select(need => need.FlagsOffset)];
        if (offsets.Length != 1)
        {
            throw new BadImageFormatException(
                $"'{name}' names the symbol version {version} {offsets.Length} times; the known build of TorchSharp 0.107.0 names it once. " +
                "Use TorchSharp 0.107.0, or a system whose libstdc++.so.6 is that of GCC 13 or newer.");
        }

        byte[] copy = file.ToArray();
        copy[offsets[0]] |= WeakFlag;
        return copy;
    }
}
