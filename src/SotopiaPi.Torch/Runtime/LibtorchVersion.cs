using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>Reads and checks the version of a loaded libtorch.</summary>
internal static class LibtorchVersion
{
    private const string Export = "aoti_torch_abi_version";
    private const string WayOut =
        "TorchSharp 0.107.0 works with PyTorch 2.10 and 2.11. Name the folder torch/lib of one of these, or unset the variable and " +
        "reference a libtorch package 2.10.0.";

    /// <summary>Reads the version that the loaded <c>libtorch_cpu.so</c> states; <see langword="null"/> when it states none.</summary>
    public static unsafe Version? Read(nint library) =>
        NativeLibrary.TryGetExport(library, Export, out nint export) ? Decode(((delegate* unmanaged<ulong>)export)()) : null;

    /// <summary>Decodes libtorch's number: major in the highest byte, then minor, then patch.</summary>
    public static Version Decode(ulong number) => new((int)(number >> 56), (int)(number >> 48 & 0xFF), (int)(number >> 40 & 0xFF));

    /// <summary>Refuses every version but those whose exported symbols were compared with what TorchSharp 0.107.0 imports.</summary>
    /// <exception cref="NotSupportedException">The version is another, or unknown.</exception>
    public static void Require(Version? version, string folder)
    {
        if (version is not { Major: 2, Minor: 10 or 11 })
        {
            throw new NotSupportedException(
                $"{InstalledPyTorch.Variable} names '{folder}', which holds {(version is null ? "a PyTorch that states no version" : $"PyTorch {version}")}. {WayOut}");
        }
    }
}
