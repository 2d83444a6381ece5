using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>Uses the libraries of an installed PyTorch, CPU or CUDA, in place of a libtorch package.</summary>
internal static class InstalledPyTorch
{
    /// <summary>The environment variable that names the folder: <c>torch/lib</c> of the installation, or its parent.</summary>
    public const string Variable = "SOTOPIAPI_LIBTORCH";

    /// <summary>What the variable says; <see langword="null"/> when it is not set.</summary>
    public static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;

    /// <summary>Loads the installation's libraries and makes TorchSharp use them.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not Linux.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder holds no libtorch.</exception>
    /// <exception cref="NotSupportedException">The version is neither 2.10 nor 2.11.</exception>
    public static void Use(string named)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException(
                $"{Variable} is set to '{named}', but works on Linux only. Unset it and reference the libtorch package of this system.");
        }

        string folder = FindLibraries(named);
        Libtorch.Load(folder);
        LibtorchVersion.Require(LibtorchVersion.Read(Libtorch.Loaded()), folder);
        Hide("libtorch_cpu.so", folder);
        Hide("libtorch_cuda.so", folder);
    }

    /// <summary>Returns the full path of <paramref name="named"/> or of its folder <c>lib</c>, whichever holds libtorch.</summary>
    public static string FindLibraries(string named)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(named));
        return new[] { folder, Path.Combine(folder, "lib") }.FirstOrDefault(f => File.Exists(Path.Combine(f, NativeFiles.Libtorch)))
            ?? throw new DirectoryNotFoundException(
                $"{Variable} is set to '{named}', but neither '{folder}' nor its folder lib holds {NativeFiles.Libtorch}. " +
                "Set it to the folder torch/lib of an installed PyTorch 2.10 or 2.11, or unset it.");
    }

    /// <summary>
    /// Keeps TorchSharp from loading a package's library beside the one in use, which would end the process. TorchSharp asks for
    /// <c>torch_cpu</c> and <c>torch_cuda</c>; the runtime tries the short name <c>torch_cpu.so</c> before it tries the package's
    /// <c>libtorch_cpu.so</c>, and finds it when a library of that name is loaded. The stub <c>libtorch.so</c> serves, renamed.
    /// </summary>
    private static void Hide(string library, string folder)
    {
        const int prefix = 3;
        if (NativeFiles.Find(library) is not { } packaged || Path.GetDirectoryName(packaged) == folder)
        {
            return;
        }

        string stub = Path.Combine(folder, "libtorch.so");
        byte[] content = File.ReadAllBytes(stub);
        byte[] alias = ElfAlias.Rename(content, library, prefix, stub);
        NativeLibrary.Load(PatchedCopyCache.Write(PatchedCopyCache.DefaultRoot(), content, alias, library[prefix..]));
    }
}
