using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>Says where and how a <see cref="TorchChatClient"/> computes.</summary>
public sealed class TorchChatClientOptions
{
    /// <summary>Gets or sets where the model computes.</summary>
    /// <value>The default is the CPU. A text such as <c>cuda:0</c> converts.</value>
    public torch.Device Device { get; set; } = torch.CPU;

    /// <summary>Gets or sets the element type of the weights and of what is computed with them.</summary>
    /// <value><c>Float32</c> (default), <c>BFloat16</c> or <c>Float16</c>.</value>
    public torch.ScalarType Type { get; set; } = torch.ScalarType.Float32;

    /// <summary>Gets or sets whether float32 weights on the CPU are kept in the layout that is multiplied fastest. The two ways round differently, so a run keeps to one.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool PackWeights { get; set; } = true;

    /// <summary>Gets or sets the number of replies that are written together; further requests wait.</summary>
    /// <value>At least 1. The default is 256.</value>
    public int MaxConcurrentRows
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 256;

    /// <summary>Gets or sets whether a call beyond <see cref="MaxQueuedRequests"/> is refused with a <see cref="QueueFullException"/>, as a server wants it.</summary>
    /// <value>The default is <see langword="false"/>: the call waits.</value>
    public bool RefuseWhenFull { get; set; }

    /// <summary>Gets or sets the number of requests that may wait for their turn; a call beyond it waits before it joins them, or is refused.</summary>
    /// <value>At least 1. The default is 4096.</value>
    public int MaxQueuedRequests
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 4096;

    /// <summary>Gets or sets the memory for keys and values: those of running replies, and of earlier prompts and replies that later prompts may begin with.</summary>
    /// <value>In bytes, at least 1. The default is 512 MiB. It is taken from the system as it fills.</value>
    public long KvBudgetBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 512L << 20;

    /// <summary>Gets or sets the number of tokens that one step computes over all replies; a longer prompt takes several steps.</summary>
    /// <value>In tokens, at least 16. The default is 512.</value>
    public int StepTokens
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 16);
            field = value;
        }
    } = 512;

    /// <summary>
    /// Gets or sets how many tokens of a reply are guessed from what its prompt and its beginning repeat, and checked together with the next (prompt lookup). It changes
    /// no reply, and costs little: guesses are made only where a step has few rows, and fewer where few prove right.
    /// </summary>
    /// <value>In tokens, at least 0, which turns it off. The default is 8.</value>
    public int DraftTokens
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 8;

    /// <summary>Gets or sets the longest conversation, prompt and reply together.</summary>
    /// <value>In tokens, at least 1; <see langword="null"/> (default) for all that the model has.</value>
    public int? MaxContext
    {
        get;
        set
        {
            if (value is { } tokens)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
            }

            field = value;
        }
    }

    /// <summary>Gets or sets whether a reply is the same to the bit whatever else is computed beside it, and whether or not its beginning was known.</summary>
    /// <value>The default is <see langword="true"/>. A single conversation is answered faster without.</value>
    public bool Deterministic { get; set; } = true;

    /// <summary>Gets or sets the folder whose subfolders are adapters in PEFT format; requests name one by <c>ChatOptions.ModelId</c>. Adapters may appear while the client runs.</summary>
    /// <value><see langword="null"/> (default) for none.</value>
    public string? AdapterDirectory { get; set; }

    /// <summary>Gets or sets the number of adapters kept in memory; the one unused for longest makes room.</summary>
    /// <value>At least 1. The default is 8. All work on one copy of the model; only an adapter that changes more than low-rank updates can (DoRA, whole layers, biases) takes the memory of another.</value>
    public int MaxLoadedAdapters
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 8;

    internal TorchChatClientOptions Clone() => (TorchChatClientOptions)MemberwiseClone();

    internal EngineOptions Engine() => new()
    {
        MaxConcurrentRows = MaxConcurrentRows,
        MaxQueuedRequests = MaxQueuedRequests,
        RefuseWhenFull = RefuseWhenFull,
        KvBudgetBytes = KvBudgetBytes,
        Type = Type,
        StepTokens = StepTokens,
        DraftTokens = DraftTokens,
        Deterministic = Deterministic,
    };

    internal DecoderOptions Decoder() => new() { Device = Device, Type = Type, MaxPositions = MaxContext, PackWeights = PackWeights };
}
