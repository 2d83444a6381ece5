using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>What a run will do: its data, their order, its schedule. A pure function of request and settings.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Data">The items to learn from.</param>
/// <param name="Validation">The items to measure on.</param>
/// <param name="Order">Which items each step sees.</param>
/// <param name="Schedule">The learning rate of each step.</param>
internal sealed record LoraPlan(TrainingRequest Request, TrainingData Data, TrainingData Validation, DataOrder Order, CosineSchedule Schedule)
{
    /// <summary>Gets the number of optimizer steps.</summary>
    public int Steps => Schedule.Steps;

    /// <summary>Plans.</summary>
    public static LoraPlan Of(TrainingRequest request, LoraTrainerOptions options, ExampleEncoder encoder)
    {
        if (request.Examples.Count == 0)
        {
            throw new InvalidOperationException("There are no examples to learn from; look at the filter that chose them.");
        }

        TrainingData data = TrainingData.Pack(encoder.Encode(request.Examples), options.Packing);
        TrainingData validation = TrainingData.Pack(encoder.Encode(request.Validation), options.Packing);
        DataOrder order = new(StableKey.Seed(["order", request.Seed.ToString(CultureInfo.InvariantCulture)]), data.Items.Count, options.BatchSize);
        int steps = request.MaxSteps ?? (options.Epochs * order.StepsPerEpoch);
        return new LoraPlan(request, data, validation, order, CosineSchedule.FromRatio(options.LearningRate, steps, options.WarmUpRatio));
    }

    /// <summary>Gives the items of a step.</summary>
    public TrainingItem[] Items(int step) => [.. Order.Batch(step).Select(i => Data.Items[i])];

    /// <summary>Says whether an adapter is saved when so many steps are made.</summary>
    public bool SavesAfter(int steps, LoraTrainerOptions options) =>
        steps == Steps || steps % (options.SaveEveryEpochs * Order.StepsPerEpoch) == 0;

    /// <summary>Identifies everything that decides the result: settings, data, seed, the model's and the start adapter's files.</summary>
    public string Fingerprint(string modelFolder, LoraTrainerOptions o) => StableKey.Of([
        string.Create(CultureInfo.InvariantCulture, $"{o.Lora.Rank} {o.Lora.Alpha} {o.Lora.Dropout} {o.Lora.RsLora} {string.Join(' ', o.Lora.TargetModules)}"),
        string.Create(CultureInfo.InvariantCulture, $"{o.LearningRate} {o.WarmUpRatio} {o.AdamW} {o.MaxGradientNorm} {o.Normalisation} {o.MicroBatchSize}"),
        string.Create(CultureInfo.InvariantCulture, $"{o.Packing} {o.BatchSize} {o.TokenBudget} {o.MemoryBudget} {o.Type} {o.Device.type} {Steps} {Request.Seed}"),
        Data.Fingerprint(), Validation.Fingerprint(), FileKey.OfFolder(modelFolder, "*.json"), FileKey.OfFolder(Request.StartAdapter, "adapter_*")]);
}
