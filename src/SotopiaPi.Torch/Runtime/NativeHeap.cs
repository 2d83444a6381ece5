using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>The memory that libtorch takes from the C library on the CPU.</summary>
internal static partial class NativeHeap
{
    private static readonly bool s_isGlibc = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "malloc_trim", out _);

    /// <summary>
    /// Gives free pages back to the system. The C library of GNU keeps what tensors of many sizes leave between them: over some steps of training as much again as is
    /// in use. It costs the time to take them anew, so call it where nearly everything is free. Elsewhere nothing happens.
    /// </summary>
    public static void Trim()
    {
        if (s_isGlibc)
        {
            _ = malloc_trim(0);
        }
    }

    [LibraryImport("libc.so.6")]
    private static partial int malloc_trim(nuint pad);
}
