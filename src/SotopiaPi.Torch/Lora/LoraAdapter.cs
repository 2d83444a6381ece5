using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>An adapter: for each layer that it changes the matrices A and B, and the configuration that PEFT keeps beside them.</summary>
/// <remarks>The caller disposes it, after the decoder stopped using it.</remarks>
public sealed class LoraAdapter : IDisposable
{
    /// <summary>The file of the configuration in an adapter folder.</summary>
    public const string ConfigName = "adapter_config.json";

    /// <summary>The file of the matrices in an adapter folder.</summary>
    public const string WeightsName = "adapter_model.safetensors";

    internal const string NamePrefix = "base_model.model.";

    internal LoraAdapter(LoraConfig config, IEnumerable<LoraModule> modules)
    {
        Config = config;
        Modules = modules.ToDictionary(module => module.Path);
        foreach (var (_, parameter) in Parameters())
        {
            parameter.DetachFromDisposeScope();                                         // an adapter outlives the scope it was made in
        }
    }

    /// <summary>Gets rank, scaling and targets.</summary>
    public LoraConfig Config { get; }

    /// <summary>Gets what the adapter holds, by the path of the layer.</summary>
    public IReadOnlyDictionary<string, LoraModule> Modules { get; }

    /// <summary>Loads an adapter folder in PEFT format.</summary>
    /// <param name="folder">The folder with <see cref="ConfigName"/> and <see cref="WeightsName"/>.</param>
    /// <param name="device">Where the decoder computes.</param>
    /// <exception cref="CheckpointException">A file is missing or damaged, or the adapter is of a kind that is not supported (DoRA, for example).</exception>
    public static LoraAdapter Load(string folder, Device device)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(device);
        return LoraAdapterReader.Read(folder, device);
    }

    /// <summary>Gets the trained parameters by their names in an adapter file, in the decoder's order.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters() => [.. Modules.Values.SelectMany(module => module.Parameters())];

    /// <summary>Saves the adapter in PEFT format; both files are replaced whole.</summary>
    /// <param name="folder">The folder; it is created.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        SafetensorsWriter.Write(Path.Combine(folder, WeightsName), Parameters().ToDictionary(entry => entry.Name, entry => (Tensor)entry.Parameter));
        AtomicFile.Write(Path.Combine(folder, ConfigName), stream => stream.Write(Config.ToJson()));
    }

    /// <summary>Keeps the matrices once more in the layout in which different adapters work on rows of one pass; what is trained later is not seen there.</summary>
    internal void Freeze()
    {
        foreach (LoraModule module in Modules.Values)
        {
            module.Freeze();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (LoraModule module in Modules.Values)
        {
            module.Dispose();
        }
    }
}
