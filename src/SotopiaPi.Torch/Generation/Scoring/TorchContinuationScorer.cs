using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Scores continuations with a local model. Thread-safe: passes run one after another on the device's queue. What continuations share with one another is computed once when they differ in their last token only.</summary>
public sealed class TorchContinuationScorer : IContinuationScorer, IDisposable
{
    private readonly Decoder _decoder;
    private readonly bool _ownsDecoder;
    private readonly HuggingFaceTokenizer _tokenizer;
    private readonly DeviceQueue _queue;

    /// <summary>Makes a scorer over a decoder that the caller keeps.</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    public TorchContinuationScorer(Decoder decoder, HuggingFaceTokenizer tokenizer)
        : this(decoder, tokenizer, false)
    {
    }

    private TorchContinuationScorer(Decoder decoder, HuggingFaceTokenizer tokenizer, bool ownsDecoder)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(tokenizer);
        (_decoder, _tokenizer, _ownsDecoder) = (decoder, tokenizer, ownsDecoder);
        _queue = DeviceQueue.For(decoder.Device);
    }

    /// <summary>Loads a model.</summary>
    /// <param name="model">A folder in Hugging Face layout, the id of one in the local hub cache, or a GGUF file.</param>
    /// <param name="adapter">A folder with an adapter to merge into it; <see langword="null"/> for none.</param>
    /// <param name="options">Device and precision; <see langword="null"/> for the defaults.</param>
    /// <exception cref="CheckpointException">The model or the adapter is missing, damaged or does not fit.</exception>
    /// <exception cref="TokenizerException">The tokenizer is.</exception>
    public static TorchContinuationScorer Load(string model, string? adapter = null, DecoderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        HuggingFaceTokenizer tokenizer = TokenizerOf(model);
        options ??= new DecoderOptions();
        LoraHost host = new();
        if (adapter is not null)
        {
            options.Wrap = host.Wrap;
        }

        Decoder decoder = Decoder.Load(model, options);
        try
        {
            if (adapter is not null)
            {
                using LoraAdapter loaded = LoraAdapter.Load(adapter, decoder.Device);
                host.Merge(loaded);
            }

            return new TorchContinuationScorer(decoder, tokenizer, true);
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A continuation adds no token to the prompt.</exception>
    /// <exception cref="ContextLengthException">Prompt and continuation are longer than the model's positions.</exception>
    public async ValueTask<IReadOnlyList<double>> ScoreAsync(string prompt, IReadOnlyList<string> continuations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(continuations);
        int start = _tokenizer.Encode(prompt, addSpecialTokens: true).Length;
        int[][] sequences = [.. continuations.Select(continuation => _tokenizer.Encode(prompt + continuation, addSpecialTokens: true))];
        foreach (int[] sequence in sequences)
        {
            if (sequence.Length > _decoder.Positions)
            {
                throw new ContextLengthException(sequence.Length, _decoder.Positions, $"Prompt and continuation have {sequence.Length} tokens, but the model has {_decoder.Positions} positions: shorten the prompt.");
            }
        }

        int shared = sequences.Length == 0 ? 0 : Math.Min(start, Shared(sequences));
        if (Array.FindIndex(sequences, sequence => sequence.Length <= shared) is >= 0 and int empty)
        {
            throw new ArgumentException($"The continuation \"{continuations[empty]}\" adds no token to the prompt.", nameof(continuations));
        }

        return sequences.Length == 0 ? [] : await _queue.RunAsync(() => Score(sequences, shared), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Disposes the decoder when it was loaded here.</summary>
    public void Dispose()
    {
        if (_ownsDecoder)
        {
            _queue.RunAsync(_decoder.Dispose).GetAwaiter().GetResult();
        }
    }

    private static HuggingFaceTokenizer TokenizerOf(string model)
    {
        string place = HubCache.Resolve(model);
        if (Directory.Exists(place))
        {
            return HuggingFaceTokenizer.LoadFolder(place);
        }

        using GgufFile file = GgufFile.Open(place);
        return HuggingFaceTokenizer.FromGguf(file.Metadata);
    }

    private static int Shared(int[][] sequences)
    {
        int shared = 0;
        while (sequences.All(sequence => shared < sequence.Length && sequence[shared] == sequences[0][shared]))
        {
            shared++;
        }

        return shared;
    }

    private double[] Score(int[][] sequences, int shared)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        return shared > 0 && sequences.All(sequence => sequence.Length == shared + 1)
            ? LastTokens(sequences, shared)
            : [.. sequences.Select(sequence => Whole(sequence, shared))];
    }

    /// <summary>One pass over what all share; its last row says how probable each last token is.</summary>
    private double[] LastTokens(int[][] sequences, int shared)
    {
        using Tensor likely = LogProbabilities(sequences[0].AsSpan(0, shared), shared - 1);                     // [1, V]
        return [.. sequences.Select(sequence => (double)likely[0, sequence[^1]].item<float>())];
    }

    private double Whole(int[] sequence, int shared)
    {
        int first = Math.Max(shared, 1);
        using Tensor likely = LogProbabilities(sequence.AsSpan(0, sequence.Length - 1), first - 1);             // [n, V]
        return Enumerable.Range(first, sequence.Length - first).Sum(place => (double)likely[place - first, sequence[place]].item<float>());
    }

    /// <summary>The log-probabilities of the next token at each place from a first one on.</summary>
    private Tensor LogProbabilities(ReadOnlySpan<int> tokens, int from)
    {
        using var scope = NewDisposeScope();
        long[] ids = new long[tokens.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = tokens[i];
        }

        using CausalBatch one = new([ids.Length], _decoder.Device);
        Tensor input = tensor(ids, device: CPU).to(_decoder.Device);
        Tensor rows = one.Positions.narrow(0, from, ids.Length - from);             // of one sequence a row is its position
        Tensor logits = _decoder.Logits(_decoder.Hidden(input, one.Positions, one, rows));
        return nn.functional.log_softmax(logits.to(float32), dim: -1).cpu().MoveToOuterDisposeScope();
    }
}
