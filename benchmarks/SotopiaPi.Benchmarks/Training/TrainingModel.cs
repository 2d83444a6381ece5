using SotopiaPi.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Benchmarks;

/// <summary>SmolLM2-135M with a fresh adapter on q and v, and the trainer that is measured.</summary>
internal sealed class TrainingModel : IDisposable
{
    public const double LearningRate = 5e-5;

    private readonly LoraHost _host = new();

    public TrainingModel(DecoderOptions options)
    {
        options.Wrap = _host.Wrap;
        Decoder = Decoder.Load(SharedModel.Path, options);
        using Generator generator = new(1);
        Adapter = _host.CreateAdapter(new LoraOptions { Dropout = 0 }, generator, CPU);
        using (no_grad())
        {
            foreach (LoraModule module in Adapter.Modules.Values)
            {
                module.Up!.normal_(0, 0.02, generator);                                 // so that A has a gradient
            }
        }

        _host.Use(Adapter);
        Trainer = new SequenceTrainer(Decoder, Adapter.Parameters(), _ => LearningRate, new SequenceTrainerOptions { MaxGradientNorm = double.PositiveInfinity, TokenBudget = new LoraTrainerOptions().TokenBudget });
    }

    /// <summary>How LoraTrainer loads a model whose weights stay as they are.</summary>
    public static DecoderOptions Fast => new LoraTrainerOptions { Quantization = WeightQuantization.AsStored }.Decoder(new LoraHost());

    /// <summary>The same with products in bfloat16.</summary>
    public static DecoderOptions Half => new LoraTrainerOptions { Quantization = WeightQuantization.AsStored, HalfProducts = true }.Decoder(new LoraHost());

    public Decoder Decoder { get; }

    public LoraAdapter Adapter { get; }

    public SequenceTrainer Trainer { get; }

    /// <summary>Gives the baseline with copies of the weights and of the adapter.</summary>
    public PlainLora Plain()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        return new PlainLora(Decoder.Config, Decoder.Weights().ToDictionary(weight => weight.Name, Copy), Adapter, LearningRate);
    }

    public void Dispose()
    {
        Trainer.Dispose();
        Adapter.Dispose();
        Decoder.Dispose();
    }

    private static Tensor Copy(DecoderWeight weight)
    {
        using var scope = NewDisposeScope();
        return weight.Read().detach().clone().DetachFromDisposeScope();
    }
}
