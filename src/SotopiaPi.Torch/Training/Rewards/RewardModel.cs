using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Gives replies a reward, by a model that <see cref="RewardTrainer"/> trained.</summary>
/// <remarks>May be called from any thread; computes on the device's <see cref="DeviceQueue"/>, one reply at a time.</remarks>
public sealed class RewardModel : IDisposable
{
    private readonly LoraHost _host = new();
    private readonly Decoder _decoder;
    private readonly LoraAdapter _all;
    private readonly RowLosses _losses;
    private readonly ExampleEncoder _encoder;

    private RewardModel(string modelFolder, string adapterFolder, Func<IReadOnlyList<ChatMessage>, string, ChatExample> encode, Device device, WeightQuantization quantization)
    {
        _decoder = Decoder.Load(modelFolder, new DecoderOptions { Device = device, Quantization = quantization, Wrap = _host.Wrap });
        try
        {
            _all = LoraAdapter.Load(adapterFolder, device);
            var (body, head) = RewardHead.Split(_all, adapterFolder, _decoder.Config);
            _host.Use(body);
            _losses = RewardHead.Losses(head);
            _encoder = new ExampleEncoder(encode, _decoder.Positions - 1);                   // one more token stands for the target
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Loads a reward model.</summary>
    /// <param name="modelFolder">The frozen model's folder in Hugging Face layout.</param>
    /// <param name="adapterFolder">The folder with adapter and head.</param>
    /// <param name="tokenizer">Encodes as training did; <see langword="null"/> for that of the model's folder.</param>
    /// <param name="device">Where it computes; <see langword="null"/> for the CPU.</param>
    /// <param name="quantization">How the frozen model keeps its weights; rewards are those of training if it did so there too. The default is that of <see cref="RewardTrainerOptions"/>.</param>
    /// <param name="cancellationToken">Stops waiting for the device.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged or does not fit, or the adapter has no head.</exception>
    public static Task<RewardModel> LoadAsync(
        string modelFolder, string adapterFolder, ChatTokenizer? tokenizer = null, Device? device = null, WeightQuantization quantization = WeightQuantization.Nf4Nested, CancellationToken cancellationToken = default) =>
        LoadAsync(modelFolder, adapterFolder, ExampleEncoder.Of(modelFolder, tokenizer), device, quantization, cancellationToken);

    internal static Task<RewardModel> LoadAsync(
        string modelFolder, string adapterFolder, Func<IReadOnlyList<ChatMessage>, string, ChatExample> encode, Device? device, WeightQuantization quantization, CancellationToken cancellationToken) =>
        DeviceQueue.For(device ?? CPU).RunAsync(() => new RewardModel(modelFolder, adapterFolder, encode, device ?? CPU, quantization), cancellationToken);

    /// <summary>Gives a reply its reward.</summary>
    /// <param name="prompt">The messages exactly as they are sent at play.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="cancellationToken">Stops waiting for the device.</param>
    /// <returns>The reward; only comparisons, or the scores that were trained on, give it a scale.</returns>
    public Task<double> ScoreAsync(IReadOnlyList<ChatMessage> prompt, string reply, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(reply);
        TokenSequence row = RewardObjective.AtItsEnd(_encoder.Encode(new SupervisedExample("reply", prompt, reply)).Sequence);
        return DeviceQueue.For(_decoder.Device).RunAsync(() => Score(row), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _all?.Dispose();                                                                // missing after a failed start
        _decoder.Dispose();
    }

    private double Score(TokenSequence row) =>
        -new TreePasses(_decoder, BatchBudget.OfTokens(int.MaxValue), _losses).Values(TokenTree.Of([[0]], [row], [0]))[0];
}
