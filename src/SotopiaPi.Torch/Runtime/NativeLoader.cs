using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace SotopiaPi.Torch;

/// <summary>
/// Makes TorchSharp's native libraries load: where the C++ runtime is older than the one they were built with (Debian 12, Ubuntu 22.04),
/// and from an installed PyTorch that <c>SOTOPIAPI_LIBTORCH</c> names. It is installed before the first TorchSharp type is used: the
/// package adds a module initializer to each C# project that references it.
/// </summary>
public static class NativeLoader
{
    private static readonly Lock s_gate = new();
    private static nint s_torchSharp;

    /// <summary>
    /// Installs the loader, once per process. Call it before the first TorchSharp type is touched, and only from a program that the
    /// package's build target does not reach (F#, Visual Basic, a plug-in host). Safe to call from any thread.
    /// </summary>
    public static void EnsureInstalled()
    {
        // Entering this method has run the module initializer below.
    }

    [ModuleInitializer]
    internal static void Install()
    {
        if (OperatingSystem.IsLinux())
        {
            NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, static (name, _, _) => name == Libtorch.Name ? Libtorch.Loaded() : 0);
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += static (_, name) => Resolve(name);
        }

        if (InstalledPyTorch.Named is { } folder)
        {
            InstalledPyTorch.Use(folder);
        }
    }

    /// <summary>Loads TorchSharp's library when the runtime's own search has failed; 0 for every other name.</summary>
    private static nint Resolve(string name)
    {
        if (name is not ("LibTorchSharp" or NativeFiles.TorchSharp))
        {
            return 0;
        }

        lock (s_gate)
        {
            return s_torchSharp != 0 ? s_torchSharp : s_torchSharp = Load();
        }
    }

    private static nint Load()
    {
        string torchSharp = NativeFiles.Require(NativeFiles.TorchSharp, "the package TorchSharp");
        if (InstalledPyTorch.Named is null)
        {
            string libtorch = NativeFiles.Require(NativeFiles.Libtorch, "a libtorch package, such as libtorch-cpu-linux-x64 2.10.0");
            Libtorch.Load(Path.GetDirectoryName(libtorch)!);
        }

        return TorchSharpLibrary.Load(torchSharp);
    }
}
