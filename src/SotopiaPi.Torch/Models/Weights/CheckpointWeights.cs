using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Gives parameters from a checkpoint, one at a time, and remembers which were taken.</summary>
internal sealed class CheckpointWeights(ITensorSource source, Device device, ScalarType type, bool maps = false) : IDecoderWeights
{
    private readonly HashSet<string> _taken = [];

    public ITensorSource Source => source;

    public Device Device => device;

    public ScalarType Type => type;

    public Tensor Get(string name, params long[] shape)
    {
        StoredTensor stored = Take(name);
        if (!stored.Shape.SequenceEqual(shape))
        {
            throw new CheckpointException(source.Path, $"tensor '{name}' has the shape [{string.Join(", ", stored.Shape)}], wanted [{string.Join(", ", shape)}]; the weights and config.json are of different models.");
        }

        if (stored.ScalarType is { } storedType and not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64))
        {
            throw new CheckpointException(source.Path, $"tensor '{name}' has the type {stored.Type}, wanted floating-point weights ({storedType} is not); a quantised checkpoint needs the matching quantisation option.");
        }

        return maps && stored.ScalarType == type && device.type == DeviceType.CPU ? source.Map(name) : source.Read(name, device, type);
    }

    /// <summary>Describes a tensor and marks it as taken.</summary>
    public StoredTensor Take(string name)
    {
        if (!source.Tensors.TryGetValue(name, out StoredTensor? stored))
        {
            throw new CheckpointException(source.Path, $"tensor '{name}' is missing; wanted all weights that config.json asks for. Nearest: {Nearest(name)}.");
        }

        _taken.Add(name);
        return stored;
    }

    /// <summary>Refuses tensors that the decoder did not ask for: they would change the numbers that the checkpoint was trained to give.</summary>
    public void RefuseUnused(bool tiedHead)
    {
        string[] unused = [.. source.Tensors.Keys.Where(name => !_taken.Contains(name) && !IsDerived(name, tiedHead)).Order(StringComparer.Ordinal)];
        if (unused.Length > 0)
        {
            throw new CheckpointException(source.Path, $"{unused.Length} tensors have no place in the model, for example {string.Join(", ", unused.Take(3).Select(name => $"'{name}'"))}; config.json describes another model.");
        }
    }

    // Frequencies are computed; a tied head may be stored a second time.
    private static bool IsDerived(string name, bool tiedHead) =>
        name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal) || (tiedHead && name == "lm_head.weight");

    private string Nearest(string name) => source.Tensors.Keys.OrderByDescending(key => CommonEnd(key, name)).FirstOrDefault() ?? "nothing, the file is empty";

    private static int CommonEnd(string a, string b) =>
        Enumerable.Range(1, Math.Min(a.Length, b.Length)).TakeWhile(length => a[^length] == b[^length]).Count();
}
