using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Gives the tensors of a GGUF file under their Hugging Face names and in their row order: files of the architecture <c>llama</c> store the
/// rows of queries and keys interleaved, pair by pair, where the half-rotation layout wants all first members and then all second ones.
/// </summary>
internal sealed class GgufTensorSource : ITensorSource
{
    private readonly GgufFile _file;
    private readonly DecoderConfig _config;
    private readonly Dictionary<string, StoredTensor> _tensors = [];
    private readonly Dictionary<string, string> _fileName = [];

    public GgufTensorSource(GgufFile file, DecoderConfig config)
    {
        (_file, _config) = (file, config);
        foreach (StoredTensor tensor in file.Tensors.Values)
        {
            string name = GgufTensorNames.ToHuggingFace(tensor.Name) ?? tensor.Name;
            _tensors.Add(name, tensor with { Name = name });
            _fileName.Add(name, tensor.Name);
        }
    }

    public string Path => _file.Path;

    public IReadOnlyDictionary<string, StoredTensor> Tensors => _tensors;

    public Tensor Read(string name, Device device, ScalarType? type = null)
    {
        Tensor values = _file.Read(_fileName.GetValueOrDefault(name, name), device, type);
        if (_config.ModelType != "llama" || Heads(name) is not { } heads)
        {
            return values;
        }

        using (values)
        {
            return Rows(values, heads, 2, 1);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Puts rows into the interleaved order of a file.</summary>
    public static Tensor Interleave(Tensor values, int heads) => Rows(values, heads, 1, 2);

    private static Tensor Rows(Tensor values, int heads, int first, int second)
    {
        using var scope = NewDisposeScope();
        long half = values.size(0) / heads / 2;
        long[] order = first == 2 ? [heads, half, 2, -1] : [heads, 2, half, -1];
        return values.reshape(order).transpose(first, second).reshape(values.shape).MoveToOuterDisposeScope();
    }

    private int? Heads(string name) =>
        name.Contains(".self_attn.q_proj.", StringComparison.Ordinal) ? _config.HeadCount
        : name.Contains(".self_attn.k_proj.", StringComparison.Ordinal) ? _config.KeyValueHeadCount
        : null;
}
