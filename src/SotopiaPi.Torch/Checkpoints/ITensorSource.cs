using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Gives tensors by name from one or more files: a safetensors file, a sharded folder, a GGUF file.</summary>
/// <remarks>Reading is thread-safe; what was read stays valid after the source is disposed.</remarks>
public interface ITensorSource : IDisposable
{
    /// <summary>Gets the file or folder, for messages.</summary>
    string Path { get; }

    /// <summary>Gets what the source holds, by name.</summary>
    IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>Reads one tensor.</summary>
    /// <param name="name">A name of <see cref="Tensors"/>.</param>
    /// <param name="device">Where the result lies.</param>
    /// <param name="type">The result's element type; <see langword="null"/> keeps the stored one.</param>
    /// <returns>A fresh tensor that the caller disposes.</returns>
    /// <exception cref="CheckpointException">There is no such tensor, or torch has no type for its bytes.</exception>
    Tensor Read(string name, Device device, ScalarType? type = null);

    /// <summary>Gives a tensor on the CPU that lies in the pages of the file, which are read when they are first used and can be dropped again; nothing is copied.</summary>
    /// <param name="name">A name of <see cref="Tensors"/>.</param>
    /// <returns>
    /// A tensor of the stored type that the caller disposes; a copy where the file's layout does not allow more. It stays valid after the source is disposed. Writing to
    /// it does not change the file; but who truncates the file while it is in use ends the process.
    /// </returns>
    /// <exception cref="CheckpointException">There is no such tensor, or torch has no type for its bytes.</exception>
    Tensor Map(string name);
}
