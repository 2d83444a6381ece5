using Pretraining;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>A model folder with random weights and the small model's tokenizer, and adapters for it.</summary>
internal sealed class TestModel : IDisposable
{
    /// <summary>The token <c>"}</c>, which closes an action.</summary>
    public const int CloseToken = 10;

    private readonly TemporaryFolder _root = new();

    public TestModel(int positions = 256)
    {
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Adapters);
        SmallTokenizer.Write(["Ada: Ada sells a lamp to Ben. Sell it for more than 2 coins.", "I take 2 books, 1 hats, 0 balls. We both win!", "I ask 23 coins."], 400, Folder);
        Config = new()
        {
            VocabularySize = HuggingFaceTokenizer.LoadFolder(Folder).VocabularySize,
            HiddenSize = 32,
            IntermediateSize = 64,
            HeadCount = 4,
            KeyValueHeadCount = 2,
            HeadSize = 8,
            Layers = LayerConfig.Repeat(2, new RopeConfig(10000)),
            MaxPositions = positions,
            TieEmbeddings = true,
            InitializerRange = 0.3,
        };
        using Generator generator = new(5);
        using Decoder decoder = Decoder.Create(Config, generator);
        decoder.Save(Folder);
        Configure("""{"do_sample": true, "temperature": 1.0, "eos_token_id": 1}""");
    }

    public DecoderConfig Config { get; }

    public string Folder => Path.Combine(_root.Path, "small");

    public string Adapters => Path.Combine(_root.Path, "adapters");

    public TorchChatClient Load(Action<TorchChatClientOptions>? configure = null)
    {
        var options = new TorchChatClientOptions { AdapterDirectory = Adapters, KvBudgetBytes = 16 << 20 };
        configure?.Invoke(options);
        return TorchChatClient.Load(Folder, options);
    }

    public void Configure(string generationConfig) => File.WriteAllText(Path.Combine(Folder, "generation_config.json"), generationConfig);

    /// <summary>Writes an adapter with random matrices; a scale that is not a number makes one that is damaged.</summary>
    public void WriteAdapter(string name, long seed, double scale = 1)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var host = new LoraHost();
        using Decoder decoder = Decoder.Load(Folder, new DecoderOptions { Wrap = host.Wrap });
        using Generator generator = new((ulong)seed);
        using LoraAdapter adapter = host.CreateAdapter(new LoraOptions(), generator, CPU);
        foreach (var (_, parameter) in adapter.Parameters())
        {
            parameter.normal_(0, 0.3, generator).mul_(scale);
        }

        adapter.Save(Path.Combine(Adapters, name));
    }

    /// <summary>Makes a DoRA adapter of a plain one, with magnitudes that are not those of the weights.</summary>
    public void AddMagnitudes(string name)
    {
        using var scope = NewDisposeScope();
        string folder = Path.Combine(Adapters, name);
        using (LoraAdapter adapter = LoraAdapter.Load(folder, CPU))
        {
            Dictionary<string, Tensor> tensors = adapter.Parameters().ToDictionary(entry => entry.Name, entry => (Tensor)entry.Parameter);
            foreach (LoraModule module in adapter.Modules.Values)
            {
                tensors.Add($"base_model.model.{module.Path}.lora_magnitude_vector", full([module.Up!.size(0)], 2f));
            }

            SafetensorsWriter.Write(Path.Combine(folder, LoraAdapter.WeightsName), tensors);
        }

        string config = Path.Combine(folder, LoraAdapter.ConfigName);
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"use_dora\": false", "\"use_dora\": true", StringComparison.Ordinal));
    }

    /// <summary>Fills the embeddings with NaN.</summary>
    public void Damage()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using Decoder decoder = Decoder.Load(Folder);
        foreach (var (_, parameter) in decoder.named_parameters())
        {
            parameter.fill_(float.NaN);
        }

        decoder.Save(Folder);
    }

    public void Dispose() => _root.Dispose();
}
