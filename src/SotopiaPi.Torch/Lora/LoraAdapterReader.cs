using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Reads an adapter folder. What is adapted is decided by the names in the weights file, as PEFT's own targets are only how it came about.</summary>
internal static class LoraAdapterReader
{
    private static readonly string[] s_kinds =
        [".lora_A.weight", ".lora_B.weight", ".lora_magnitude_vector", ".base_layer.bias", ".bias", ".weight"];

    public static LoraAdapter Read(string folder, Device device)
    {
        LoraConfig config = LoraConfigReader.Read(Path.Combine(folder, LoraAdapter.ConfigName));
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, LoraAdapter.WeightsName));
        List<LoraModule> modules = [];
        try
        {
            foreach (var group in file.Tensors.Values.Select(tensor => Split(file.Path, tensor)).GroupBy(part => part.Module))
            {
                modules.Add(Module(config, file, group.Key, group.ToDictionary(part => part.Kind, part => part.Tensor), device));
            }

            return modules.Count > 0 ? new LoraAdapter(config, modules) : throw new CheckpointException(file.Path, "the file holds no tensors, wanted those of an adapter.");
        }
        catch
        {
            modules.ForEach(module => module.Dispose());
            throw;
        }
    }

    private static (string Module, string Kind, StoredTensor Tensor) Split(string path, StoredTensor tensor)
    {
        string name = tensor.Name.StartsWith(LoraAdapter.NamePrefix, StringComparison.Ordinal) ? tensor.Name[LoraAdapter.NamePrefix.Length..] : "";
        string? kind = Array.Find(s_kinds, end => name.EndsWith(end, StringComparison.Ordinal));
        return kind is not null && name.Length > kind.Length && !name.Contains("lora_embedding", StringComparison.Ordinal)
            ? (name[..^kind.Length], kind == ".bias" ? ".base_layer.bias" : kind, tensor)
            : throw new CheckpointException(path, $"the tensor '{tensor.Name}' is not part of an adapter for linear layers; wanted '{LoraAdapter.NamePrefix}<path>' and one of {string.Join(", ", s_kinds)}.");
    }

    private static LoraModule Module(LoraConfig config, SafetensorsFile file, string path, Dictionary<string, StoredTensor> parts, Device device)
    {
        var (rank, scaling) = config.Of(path);
        StoredTensor? down = parts.GetValueOrDefault(".lora_A.weight");
        StoredTensor? up = parts.GetValueOrDefault(".lora_B.weight");
        if (down is null != up is null)
        {
            throw new CheckpointException(file.Path, $"'{path}' has only one of lora_A and lora_B; the file is incomplete.");
        }

        if (down is not null && up is not null && (down.Shape.Count != 2 || up.Shape.Count != 2 || down.Shape[0] != rank || up.Shape[1] != rank))
        {
            throw new CheckpointException(file.Path, $"'{path}' has A [{string.Join(", ", down.Shape)}] and B [{string.Join(", ", up.Shape)}], wanted [{rank}, in] and [out, {rank}] by {LoraAdapter.ConfigName}; the two files are of different adapters.");
        }

        return new LoraModule(path, scaling, Own(down), Own(up))
        {
            Bias = Own(parts.GetValueOrDefault(".base_layer.bias")),
            Weight = Own(parts.GetValueOrDefault(".weight")),
            Magnitude = Own(parts.GetValueOrDefault(".lora_magnitude_vector")),
        };

        Parameter? Own(StoredTensor? stored) =>
            stored is null ? null : new Parameter(file.Read(stored.Name, device, ScalarType.Float32), requires_grad: true);
    }
}
