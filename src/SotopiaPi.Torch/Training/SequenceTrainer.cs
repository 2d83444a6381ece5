using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Trains a decoder, or an adapter in use on it, on rows of tokens. One step packs its sequences without padding, goes through them in micro-batches, sends only the rows before
/// a target through the head, clips, and updates with AdamW.
/// </summary>
/// <remarks>Use from one thread at a time, without <c>await</c> in between. The decoder is not disposed by this object.</remarks>
public sealed class SequenceTrainer : IDisposable
{
    private const long WorthTrimming = 1L << 30;             // bytes that a tree's passes took and freed

    private readonly Decoder _decoder;
    private readonly Func<int, double> _learningRate;
    private readonly SequenceTrainerOptions _options;
    private readonly FusedAdamW _optimizer;
    private readonly TreePasses _passes;

    /// <summary>Prepares training of all parameters of a decoder that require a gradient (<see cref="DecoderOptions.Trainable"/>).</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="learningRate">Gives the learning rate of each step, from 0: <see cref="CosineSchedule.At"/>, for example.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">No parameter of the decoder requires a gradient.</exception>
    public SequenceTrainer(Decoder decoder, Func<int, double> learningRate, SequenceTrainerOptions? options = null)
        : this(decoder, [.. (decoder ?? throw new ArgumentNullException(nameof(decoder))).named_parameters().Where(p => p.parameter.requires_grad)], learningRate, options)
    {
    }

    /// <summary>Prepares training of some parameters, such as those of an adapter in use (<see cref="LoraAdapter.Parameters"/>).</summary>
    /// <param name="decoder">The model.</param>
    /// <param name="parameters">The parameters that train, named; their gradients become 0. Not disposed by this object.</param>
    /// <param name="learningRate">Gives the learning rate of each step, from 0: <see cref="CosineSchedule.At"/>, for example.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">There is no parameter.</exception>
    public SequenceTrainer(Decoder decoder, IReadOnlyList<(string Name, Parameter Parameter)> parameters, Func<int, double> learningRate, SequenceTrainerOptions? options = null)
        : this(decoder, parameters, learningRate, options, null)
    {
    }

    /// <summary>Prepares training with another number in the place of −log p of a target.</summary>
    internal SequenceTrainer(Decoder decoder, IReadOnlyList<(string Name, Parameter Parameter)> parameters, Func<int, double> learningRate, SequenceTrainerOptions? options, RowLosses? rows)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(learningRate);
        if (parameters.Count == 0)
        {
            throw new ArgumentException($"No parameter requires a gradient: load the decoder with {nameof(DecoderOptions)}.{nameof(DecoderOptions.Trainable)} for full training, or pass those of an adapter.", nameof(parameters));
        }

        (_decoder, _learningRate, _options, Parameters) = (decoder, learningRate, options ?? new SequenceTrainerOptions(), parameters);
        _passes = new TreePasses(decoder, BatchBudget.For(decoder.Config, decoder.Type, decoder.Device, decoder.Checkpointing, parameters.Any(p => p.Name.Contains(".mlp.", StringComparison.Ordinal)), _options), rows);
        _optimizer = new FusedAdamW(parameters.Select(p => p.Parameter), _options.AdamW);
    }

    /// <summary>Gets the parameters that train, with their names.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <summary>Gets the number of steps made.</summary>
    public int Steps => _optimizer.Steps;

    /// <summary>Makes one optimizer step.</summary>
    /// <param name="batch">The sequences of the step. At least one has a target.</param>
    /// <param name="cancellationToken">Stops between micro-batches; the parameters are then as before the step.</param>
    /// <returns>Loss, gradient norm and learning rate.</returns>
    /// <exception cref="InvalidOperationException">Nothing is to be learnt, or loss or gradient are not finite; the parameters are as before the step.</exception>
    public StepResult Step(IReadOnlyList<TokenSequence> batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Step(batch, LossScales.Of(batch, _options.Normalisation, _options.MicroBatchSize), null, cancellationToken);
    }

    /// <summary>Makes one optimizer step on the sum of the sequences' losses, each multiplied with a number of its own, also below 0.</summary>
    /// <param name="batch">The sequences of the step.</param>
    /// <param name="scales">What the loss of each sequence is multiplied with.</param>
    /// <param name="known">The loss to report where the sum is only its gradient; <see langword="null"/> for the sum.</param>
    /// <param name="cancellationToken">Stops between micro-batches; the parameters are then as before the step.</param>
    internal StepResult Step(IReadOnlyList<TokenSequence> batch, double[] scales, double? known, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        Tensor loss = zeros([], float32, _decoder.Device);
        _optimizer.ZeroGradients();
        int tokens = 0;
        foreach (TokenTree tree in Trees(batch, scales))
        {
            using Tensor part = _passes.Loss(tree, cancellationToken);
            loss.PlusInPlace(part);
            tokens += tree.Ids.Count;
            if (_decoder.Device.type == DeviceType.CPU && _passes.Budget.Memory.Of(tree.Ids.Count, tree.Targets.Count) >= WorthTrimming)
            {
                NativeHeap.Trim();
            }
        }

        return Update(known is { } value ? tensor(value, float64, _decoder.Device) : loss, tokens);
    }

    /// <summary>Computes, without learning, the weighted sum of log p of the targets of each sequence.</summary>
    /// <param name="families">Sequences that belong together; what they share from their start on is computed once.</param>
    /// <param name="cancellationToken">Stops between micro-batches.</param>
    /// <returns>A number for each sequence of each family.</returns>
    internal double[][] Values(IReadOnlyList<IReadOnlyList<TokenSequence>> families, CancellationToken cancellationToken)
    {
        double[][] values = [.. families.Select(family => new double[family.Count])];
        foreach (int[] group in _passes.Budget.Split([.. families.Select(family => (family.Sum(s => s.Ids.Length), family.Sum(s => s.TargetCount)))]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int Family, int Member)[] members = [.. group.SelectMany(family => Enumerable.Range(0, families[family].Count).Select(member => (family, member)))];
            TokenTreeBuilder builder = new();
            foreach (int family in group)
            {
                builder.Add(families[family], new double[families[family].Count]);
            }

            TokenTree tree = builder.Build();
            double[] losses = _passes.Values(tree);
            foreach (TargetShare share in tree.Shares)
            {
                var (family, member) = members[share.Sequence];
                values[family][member] -= share.Weight * losses[share.Target];
            }
        }

        return values;
    }

    /// <summary>Computes the mean loss without learning, in nats per unit of target weight.</summary>
    /// <param name="sequences">The sequences. At least one has a target.</param>
    /// <param name="cancellationToken">Stops between micro-batches.</param>
    /// <returns>The mean over all targets.</returns>
    public double Evaluate(IReadOnlyList<TokenSequence> sequences, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        double[] scales = LossScales.Of(sequences, LossNormalisation.Tokens, 1);
        Tensor loss = zeros([], float64, _decoder.Device);
        foreach (TokenTree tree in Trees(sequences, scales))
        {
            using Tensor part = _passes.Loss(tree, cancellationToken);
            loss.PlusInPlace(part);
        }

        return loss.Number();
    }

    /// <summary>Saves the optimizer's state; the parameters are saved by whoever owns them. Together they continue a run to the bit.</summary>
    /// <param name="path">The safetensors file, replaced whole.</param>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public void SaveState(string path) => OptimizerStateFile.Write(path, [.. Parameters.Select(p => p.Name)], _optimizer);

    /// <summary>Takes over the optimizer's state and the number of steps of an earlier run with the same parameters.</summary>
    /// <param name="path">The file that <see cref="SaveState"/> wrote.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged or of other parameters.</exception>
    public void LoadState(string path) => OptimizerStateFile.Read(path, [.. Parameters.Select(p => p.Name)], _optimizer);

    /// <summary>Frees the optimizer's state and the gradients.</summary>
    public void Dispose() => _optimizer.Dispose();

    private IEnumerable<TokenTree> Trees(IReadOnlyList<TokenSequence> batch, double[] scales) =>
        MicroBatches.Of(batch, _passes.Budget, _options.SharePrefixes).Select(families => TokenTree.Of(families, batch, scales));

    private StepResult Update(Tensor loss, int tokens)
    {
        using Tensor both = stack([loss, _optimizer.GradientNorm()]).cpu();             // the step's only wait for the device
        var (value, norm) = (both[0].Number(), both[1].Number());
        if (!double.IsFinite(value) || !double.IsFinite(norm))
        {
            throw new NonFiniteLossException(Steps, value, norm);
        }

        if (norm > _options.MaxGradientNorm)
        {
            _optimizer.ScaleGradients(_options.MaxGradientNorm / (norm + 1e-6));
        }

        StepResult result = new(Steps, value, norm, _learningRate(Steps), tokens);
        _optimizer.Step(result.LearningRate);
        return result;
    }
}
