using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>
/// Answers with a local model. All calls that are in progress are computed together, step by step, so ask many at once; what earlier prompts have
/// in common with a new one is not computed again. Safe to call from any thread.
/// </summary>
/// <remarks>
/// <c>ChatOptions.ModelId</c> names an adapter; a JSON <c>ResponseFormat</c>, with or without schema, is followed to the letter; <c>Temperature</c>,
/// <c>TopK</c>, <c>TopP</c> and the length that a caller leaves open are those of <c>generation_config.json</c>. With a <c>Seed</c> the
/// reply is a function of model, messages and options. <see cref="SamplingOptions"/> holds more settings. <c>Tools</c> that are functions are offered through the
/// chat template and their calls read from the reply (<c>AllowMultipleToolCalls</c> false keeps the first; a required call is a JSON object by construction);
/// a template without a place for tools does not offer them, and a call that is required is then refused. <c>ConversationId</c> is refused. Other options have
/// no effect. The client owns the model that <see cref="Load"/> read.
/// </remarks>
public sealed class TorchChatClient : IChatClient, IAsyncDisposable
{
    private readonly ChatTokenizer _tokenizer;
    private readonly Decoder _decoder;
    private readonly bool _ownsDecoder;
    private readonly DeviceQueue _queue;
    private readonly GenerationEngine _engine;
    private readonly ChatRequests _requests;
    private readonly AdapterNames _names;
    private readonly AdapterPool? _adapters;
    private readonly ChatClientMetadata _metadata;
    private readonly OpenCalls _calls = new(typeof(TorchChatClient));

    private TorchChatClient(string name, Decoder decoder, LoraHost? host, ChatTokenizer tokenizer, GenerationDefaults defaults, TorchChatClientOptions options, string? folder)
    {
        (_decoder, _ownsDecoder, _tokenizer) = (decoder, folder is not null, tokenizer);
        _metadata = new("sotopiapi", defaultModelId: name);
        _queue = DeviceQueue.For(options.Device);
        _engine = new(_queue, decoder.Config, options.Engine());
        _requests = new(tokenizer, decoder.Config.VocabularySize, defaults);
        _names = new(folder is null ? null : options.AdapterDirectory, name);
        _adapters = folder is null || host is null ? null : new(host, decoder, wrap => LoadDecoder(folder, options, wrap), _queue, _engine, options.MaxLoadedAdapters);
    }

    /// <summary>Makes a client over a decoder that the caller keeps; without adapters, drawing by the largest logit unless a request says otherwise.</summary>
    /// <param name="name">What the client calls the model.</param>
    /// <param name="decoder">The model. It is not disposed, and nothing else may compute with it at the same time except on its device's <see cref="DeviceQueue"/>.</param>
    /// <param name="tokenizer">Its tokenizer and chat template.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults. The device is the decoder's.</param>
    public TorchChatClient(string name, Decoder decoder, ChatTokenizer tokenizer, TorchChatClientOptions? options = null)
        : this(name, NotNull(decoder), null, tokenizer, GenerationDefaults.None, OnDevice(options, decoder), null) => ArgumentNullException.ThrowIfNull(tokenizer);

    /// <summary>Loads a model folder in Hugging Face layout (<c>config.json</c>, safetensors, <c>tokenizer.json</c>, a chat template, <c>generation_config.json</c>), one of the local hub cache, or a GGUF file, which holds all of it.</summary>
    /// <param name="modelFolder">The folder, the file, or the id of a model in the local hub cache (<see cref="HubCache"/>); its last name is the model's.</param>
    /// <param name="options">The settings, copied; <see langword="null"/> for the defaults.</param>
    /// <exception cref="CheckpointException">The model is missing, damaged or of an unknown kind.</exception>
    /// <exception cref="TokenizerException">The tokenizer is.</exception>
    /// <exception cref="ChatTemplateException">The chat template is.</exception>
    public static TorchChatClient Load(string modelFolder, TorchChatClientOptions? options = null)
    {
        options = options?.Clone() ?? new();
        string folder = Path.GetFullPath(HubCache.Resolve(modelFolder));
        ChatTokenizer tokenizer = ChatTokenizer.Load(folder);
        GenerationDefaults defaults = GenerationDefaults.Load(folder);
        LoraHost? host = options.AdapterDirectory is null ? null : new();
        Decoder decoder = LoadDecoder(folder, options, host is null ? null : host.Wrap);
        try
        {
            return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder))), decoder, host, tokenizer, defaults, options, folder);
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    /// <summary>Lists what <c>ChatOptions.ModelId</c> can name now: the model itself, then the adapters.</summary>
    public IReadOnlyList<string> ModelIds() => _names.Known();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are no messages, or no model has the name asked for.</exception>
    /// <exception cref="ContextLengthException">The prompt is too long.</exception>
    /// <exception cref="JsonSchemaNotSupportedException">The response format cannot be followed.</exception>
    /// <exception cref="NonFiniteLogitsException">The weights are damaged.</exception>
    /// <exception cref="NotSupportedException">A call of a function is required that cannot be asked for, or the options name a conversation.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    /// <exception cref="QueueFullException">Too many calls wait, and <see cref="TorchChatClientOptions.RefuseWhenFull"/> is set.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ToolOffer? tools = ToolOffer.Of(options, _tokenizer.Template);
        var text = Text(options, null);
        var reply = new ReplyIdentity(options?.ModelId ?? _metadata.DefaultModelId!);
        var (result, prompt) = await GenerateAsync(messages, options, tools, text, cancellationToken).ConfigureAwait(false);
        if (tools?.Reader() is not { } reader)
        {
            return reply.Response(text.Finish(), [], result, prompt);
        }

        string certain = reader.Append(text.Finish());
        var (rest, calls) = reader.Finish();
        return reply.Response(certain + rest, calls, result, prompt);
    }

    /// <inheritdoc/>
    /// <remarks>Ends with an update that holds the usage, the finish reason and the <see cref="GenerationDetails"/>. Leaving the loop ends the reply.</remarks>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ToolOffer? tools = ToolOffer.Of(options, _tokenizer.Template);
        ToolCallReader? reader = tools?.Reader();
        var pieces = Channel.CreateUnbounded<string>(new() { SingleReader = true, SingleWriter = true });
        var text = Text(options, piece => pieces.Writer.TryWrite(piece));
        var reply = new ReplyIdentity(options?.ModelId ?? _metadata.DefaultModelId!);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<(GenerationResult Result, int Prompt)> generation = FinishAsync();
        try
        {
            await foreach (string piece in pieces.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                string certain = reader?.Append(piece) ?? piece;
                if (certain.Length > 0)
                {
                    yield return reply.Update(certain);
                }
            }

            var (result, prompt) = await generation.ConfigureAwait(false);
            var (rest, calls) = reader?.Finish() ?? ("", []);
            if (rest.Length > 0)
            {
                yield return reply.Update(rest);
            }

            yield return reply.LastUpdate(calls, result, prompt);
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await ((Task)generation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<(GenerationResult, int)> FinishAsync()
        {
            try
            {
                var done = await GenerateAsync(messages, options, tools, text, leaving.Token).ConfigureAwait(false);
                text.Finish();
                return done;
            }
            finally
            {
                pieces.Writer.Complete();
            }
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        object?[] services = [_metadata, this, _tokenizer, _tokenizer.Tokenizer, _decoder];
        return serviceKey is null ? services.FirstOrDefault(serviceType.IsInstanceOfType) : null;
    }

    /// <summary>Refuses further calls, waits for those in progress, and frees the model. Not to be called from a job of the device's queue.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Refuses further calls, waits for those in progress, and frees the model.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!await _calls.CloseAsync().ConfigureAwait(false))
        {
            return;
        }

        await _engine.DisposeAsync().ConfigureAwait(false);
        if (_adapters is not null)
        {
            await _adapters.DisposeAsync().ConfigureAwait(false);
        }

        if (_ownsDecoder)
        {
            await _queue.RunAsync(_decoder.Dispose).ConfigureAwait(false);
        }
    }

    private static Decoder NotNull(Decoder decoder) => decoder ?? throw new ArgumentNullException(nameof(decoder));

    private static TorchChatClientOptions OnDevice(TorchChatClientOptions? options, Decoder decoder)
    {
        options = options?.Clone() ?? new();
        options.Device = decoder.Device;
        return options;
    }

    private static Decoder LoadDecoder(string folder, TorchChatClientOptions options, Func<LinearFactory, LinearFactory>? wrap)
    {
        DecoderOptions decoder = options.Decoder();
        decoder.Wrap = wrap;
        return Decoder.Load(folder, decoder);
    }

    private ReplyText Text(ChatOptions? options, Action<string>? onText) => new(
        _tokenizer.Tokenizer.CreateStreamingDecoder(skipSpecialTokens: true), [.. (options?.StopSequences ?? []).Where(stop => stop.Length > 0)], onText);

    private async Task<(GenerationResult Result, int Prompt)> GenerateAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, ToolOffer? tools, ReplyText text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using OpenCalls.Call call = _calls.Enter();
        int[] prompt = ChatPrompt.Encode(_tokenizer, messages, options, tools);
        var own = options?.RawRepresentationFactory?.Invoke(this) as SamplingOptions;
        using AdapterPool.Lease lease = _names.Find(options?.ModelId) is { } adapter
            ? await _adapters!.RentAsync(adapter).ConfigureAwait(false)
            : AdapterPool.Lease.Of(_decoder);
        GenerationRequest request = _requests.Make(lease.Decoder, prompt, options, own, tools, text.Add) with { Adapter = lease.Adapter };
        return (await _engine.GenerateAsync(request, cancellationToken).ConfigureAwait(false), prompt.Length);
    }
}
