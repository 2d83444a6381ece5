using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Gives the tensors of a GGUF file under their Hugging Face names and as checkpoints hold them: some architectures store the rows of queries and
/// keys interleaved, pair by pair, where the half-rotation layout wants all first members and then all second ones; Gemma's norms are stored with 1 added.
/// </summary>
internal sealed class GgufTensorSource : ITensorSource
{
    private readonly GgufFile _file;
    private readonly DecoderConfig _config;
    private readonly GgufArchitecture _architecture;
    private readonly Dictionary<string, StoredTensor> _tensors = [];
    private readonly Dictionary<string, string> _fileName = [];

    public GgufTensorSource(GgufFile file, DecoderConfig config)
    {
        (_file, _config) = (file, config);
        _architecture = GgufArchitecture.Of(config)!;
        GgufTensorNames names = new(_architecture);
        foreach (StoredTensor tensor in file.Tensors.Values.Where(tensor => !GgufRope.IsFactors(tensor.Name)))
        {
            string name = names.ToHuggingFace(tensor.Name) ?? tensor.Name;
            _tensors.Add(name, tensor with { Name = name });
            _fileName.Add(name, tensor.Name);
        }
    }

    public string Path => _file.Path;

    public IReadOnlyDictionary<string, StoredTensor> Tensors => _tensors;

    public Tensor Read(string name, Device device, ScalarType? type = null)
    {
        string file = _fileName.GetValueOrDefault(name, name);
        return InLayout(name, _file.Read(file, device, type));
    }

    public Tensor Map(string name) => InLayout(name, _file.Map(_fileName.GetValueOrDefault(name, name)));

    public void Dispose() => _file.Dispose();

    private Tensor InLayout(string name, Tensor values)
    {
        if (GgufLayout.IsPlain(_architecture, name))
        {
            return values;
        }

        using (values)
        {
            return GgufLayout.FromFile(_architecture, _config, name, values);
        }
    }
}
