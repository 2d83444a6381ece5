using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>Loads the libraries of one libtorch folder on Linux, and finds the one that is loaded.</summary>
internal static class Libtorch
{
    /// <summary>The name by which our own calls ask for the operators.</summary>
    public const string Name = "torch_cpu";

    /// <summary>
    /// In this order, so that each library finds those it needs already loaded under their short names; whatever names one of them
    /// afterwards gets the loaded one. A build without CUDA lacks two.
    /// </summary>
    private static readonly (string Name, bool Required)[] s_order =
    [
        ("libc10.so", true), ("libc10_cuda.so", false), (NativeFiles.Libtorch, true), ("libtorch_cuda.so", false), ("libtorch.so", true),
    ];

    /// <summary>
    /// The handle of the library in use, wherever it came from: on Linux its short name finds it; elsewhere the runtime's search does.
    /// </summary>
    public static nint Loaded() => OperatingSystem.IsLinux() ? NativeLibrary.Load(NativeFiles.Libtorch) : NativeLibrary.Load(Name, typeof(Libtorch).Assembly, null);

    /// <summary>Loads every library by its full path.</summary>
    /// <exception cref="DllNotFoundException">A library is missing or cannot be loaded; the message names it.</exception>
    public static void Load(string folder)
    {
        foreach (string openMp in Directory.GetFiles(folder, "libgomp*.so*").Order(StringComparer.Ordinal))
        {
            NativeLibrary.Load(openMp);
        }

        foreach ((string name, bool required) in s_order)
        {
            string file = Path.Combine(folder, name);
            if (required || File.Exists(file))
            {
                NativeLibrary.Load(file);
            }
        }
    }
}
