using System.Text.Json.Nodes;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// A decoder-only language model driven by <see cref="DecoderConfig"/>. It works on packed tokens: rows of any number of sequences, one after
/// another, without padding; which token sees which is the business of the <see cref="IAttentionPattern"/> that the caller passes.
/// </summary>
/// <remarks>Parameters carry the names of the Hugging Face checkpoint. Use from one thread at a time; the caller disposes it.</remarks>
public sealed class Decoder : TensorModule
{
    [ComponentName(Name = "model")] private readonly DecoderBody _body;
    [ComponentName(Name = "lm_head")] private readonly nn.Module<Tensor, Tensor>? _head;
    private readonly DecoderParts _parts;

    /// <summary>Builds a decoder of the parameters that a source gives.</summary>
    /// <param name="config">The model.</param>
    /// <param name="weights">Where parameters come from; they decide device and element type.</param>
    /// <param name="linear">Makes every projection by its path.</param>
    /// <param name="options">Whether the parameters train and how many positions there are; <see langword="null"/> for the defaults.</param>
    public Decoder(DecoderConfig config, IDecoderWeights weights, LinearFactory linear, DecoderOptions? options = null) : base(nameof(Decoder))
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(linear);
        options ??= new DecoderOptions();
        Config = config;
        Device = weights.Device;
        Type = weights.Type;
        Positions = Math.Min(options.MaxPositions ?? RopeFrequencies.Positions(config), config.MaxPositions);
        _parts = new DecoderParts(config, weights, linear, options.Trainable);
        try
        {
            _body = new DecoderBody(_parts, Positions, options.Checkpointing, options.Randomness);
            Checkpointing = options.Checkpointing;
            if (config.TieEmbeddings && options.PackWeights && PackedLinear.Suits(Device, Type, options.Trainable))
            {
                _body.Embedding.PackHead();
            }

            _head = config.TieEmbeddings ? null : _parts.Projection("lm_head", config.HiddenSize, config.VocabularySize, bias: false);
        }
        catch
        {
            _parts.DisposeAll();                                                        // what was built before the failure
            throw;
        }

        RegisterComponents();
    }

    /// <summary>Gets the description of the model.</summary>
    public DecoderConfig Config { get; }

    /// <summary>Gets where the decoder computes; ids and positions must lie there.</summary>
    public Device Device { get; }

    /// <summary>Gets whether backward passes compute the layers again (<see cref="DecoderOptions.Checkpointing"/>).</summary>
    public bool Checkpointing { get; }

    /// <summary>Gets the element type that the decoder computes in; norms, softmax, rotations and logits are float32 in any case.</summary>
    public ScalarType Type { get; }

    /// <summary>Gets the number of positions, in tokens: positions go from 0 to this − 1.</summary>
    public int Positions { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="model">A folder in Hugging Face layout (<c>config.json</c> and safetensors), a GGUF file, or the id of a model in the local hub cache.</param>
    /// <param name="options">Device, precision and layers; <see langword="null"/> for the defaults.</param>
    /// <exception cref="CheckpointException">Something is missing, damaged, unknown or does not fit; the message says what to do.</exception>
    public static Decoder Load(string model, DecoderOptions? options = null)
    {
        options ??= new DecoderOptions();
        using ModelSource source = ModelSource.Open(model, options.IgnoredConfigKeys);
        CheckpointWeights weights = new(source.Tensors, options.Device, options.Type ?? ComputeType.Choose(source.Tensors, options.Device), options.MapWeights);
        Decoder decoder = Build(source.Config, weights, options);
        try
        {
            weights.RefuseUnused(source.Config.TieEmbeddings);
            return decoder;
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    /// <summary>Builds a decoder with random weights, to be trained from scratch.</summary>
    /// <param name="config">The model.</param>
    /// <param name="generator">Draws the weights; the same seed gives the same weights on every device.</param>
    /// <param name="options">Device, precision and layers; <see langword="null"/> for the defaults.</param>
    public static Decoder Create(DecoderConfig config, Generator generator, DecoderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(generator);
        options ??= new DecoderOptions();
        return Build(config, new RandomWeights(config, options.Device, options.Type ?? ScalarType.Float32, generator), options);
    }

    /// <summary>Computes the hidden states of packed tokens.</summary>
    /// <param name="ids">Token ids [N], int64, each at least 0 and below V.</param>
    /// <param name="positions">Positions [N], int64, each at least 0 and below <see cref="Positions"/>: the running count of real tokens of its sequence.</param>
    /// <param name="attention">Says which token sees which.</param>
    /// <param name="rows">
    /// The rows that are wanted [M], int64, in any order and as often as one likes; <see langword="null"/> for all. It saves most of the last
    /// layer where few rows have a target. Not together with different adapters on different rows.
    /// </param>
    /// <returns>The states after the final norm [M, D] ([N, D] without <paramref name="rows"/>), a fresh tensor in the current dispose scope.</returns>
    /// <exception cref="ArgumentException">A tensor has another type or shape.</exception>
    public Tensor Hidden(Tensor ids, Tensor positions, IAttentionPattern attention, Tensor? rows = null)
    {
        ArgumentNullException.ThrowIfNull(attention);
        CheckTokens(ids, nameof(ids));
        CheckTokens(positions, nameof(positions));
        if (ids.size(0) != positions.size(0))
        {
            throw new ArgumentException($"There are {positions.size(0)} positions for {ids.size(0)} ids, wanted one each.", nameof(positions));
        }

        if (rows is not null)
        {
            CheckTokens(rows, nameof(rows));
        }

        return _body.Forward(ids, positions, attention, rows);
    }

    /// <summary>Computes the logits of hidden states.</summary>
    /// <param name="hidden">States [M, D] that <see cref="Hidden"/> gave, or rows selected of them.</param>
    /// <returns>Logits [M, V], float32 (float64 when the decoder computes in it), a fresh tensor in the current dispose scope.</returns>
    public Tensor Logits(Tensor hidden)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        using var scope = NewDisposeScope();
        Tensor raw = _head?.forward(hidden) ?? _body.Embedding.Unembed(hidden);             // [M, V]
        Tensor logits = raw.dtype == float64 ? raw : raw.to(float32);
        return (Config.LogitSoftCap is { } cap ? logits.Over(cap).tanh().Times(cap) : logits).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Saves the decoder as a model folder in Hugging Face layout: <c>config.json</c> and <c>model.safetensors</c>, or shards of it with
    /// <c>model.safetensors.index.json</c>. Each file is replaced whole; weights of an older model in the folder are removed.
    /// </summary>
    /// <param name="folder">The folder; it is created. Other files in it (tokenizer, chat template) stay.</param>
    /// <param name="type">The element type of the file; <see langword="null"/> keeps that of the parameters.</param>
    /// <param name="more">More keys for <c>config.json</c>, for example <c>bos_token_id</c>; <see langword="null"/> for none.</param>
    /// <param name="maxShardBytes">The greatest size of a file of weights, in bytes, at least 1; a tensor that is larger gets a file of its own. One file at a time is in memory.</param>
    /// <remarks>What an adapter adds is saved only where it is merged. Quantised layers are saved as codes, or dequantised where a type is given.</remarks>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Save(string folder, ScalarType? type = null, IReadOnlyDictionary<string, JsonNode?>? more = null, long maxShardBytes = 5_000_000_000)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxShardBytes, 1);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        DecoderFiles.Write(folder, Config, _parts, type, maxShardBytes, more ?? new Dictionary<string, JsonNode?>());
    }

    /// <summary>Gives all weights by checkpoint name, to be read one at a time.</summary>
    internal IEnumerable<DecoderWeight> Weights() => _parts.Weights();

    /// <summary>Computes the logits of one sequence.</summary>
    /// <param name="input">Token ids [N], int64.</param>
    /// <returns>Logits [N, V].</returns>
    public override Tensor forward(Tensor input)
    {
        CheckTokens(input, nameof(input));
        using var scope = NewDisposeScope();
        using CausalBatch one = new([input.size(0)], Device);
        return Logits(Hidden(input, one.Positions, one)).MoveToOuterDisposeScope();
    }

    private static Decoder Build(DecoderConfig config, IDecoderWeights weights, DecoderOptions options)
    {
        LinearFactory frozen = Nf4LinearFactory.Wrap(PlainLinear.Factory(weights, options.Trainable), weights, options.Quantization);
        if (options.PackWeights && PackedLinear.Suits(weights.Device, weights.Type, options.Trainable))
        {
            frozen = PackedLinear.Factory(frozen, options.HalfProducts);
        }

        return new Decoder(config, weights, options.Wrap?.Invoke(frozen) ?? frozen, options);
    }

    private static void CheckTokens(Tensor tokens, string name)
    {
        ArgumentNullException.ThrowIfNull(tokens, name);
        if (tokens.dtype != int64 || tokens.dim() != 1)
        {
            throw new ArgumentException($"'{name}' is {tokens.dtype} [{string.Join(", ", tokens.shape)}], wanted Int64 [N]: packed tokens without padding.", name);
        }
    }
}
