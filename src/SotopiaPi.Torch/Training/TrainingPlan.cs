using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>What a run will do: its data, their order, its schedule. A pure function of request and settings.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Data">The items to learn from.</param>
/// <param name="Validation">The items to measure on.</param>
/// <param name="Order">Which items each step sees.</param>
/// <param name="Schedule">The learning rate of each step.</param>
internal sealed record TrainingPlan(TrainingRequest Request, TrainingData Data, TrainingData Validation, DataOrder Order, CosineSchedule Schedule)
{
    /// <summary>Gets the number of optimizer steps.</summary>
    public int Steps => Schedule.Steps;

    /// <summary>Plans.</summary>
    public static TrainingPlan Of(TrainingRequest request, TrainerOptions options, ITrainingObjective objective)
    {
        if (request.Examples.Count == 0)
        {
            throw new InvalidOperationException("There are no examples to learn from; look at the filter that chose them.");
        }

        if (options.Patience is not null && request.Validation.Count == 0)
        {
            throw new InvalidOperationException($"{nameof(TrainerOptions.Patience)} is {options.Patience}, but there are no held-out examples to watch: set {nameof(TrainingRequest)}.{nameof(TrainingRequest.Validation)}, or leave {nameof(TrainerOptions.Patience)} null.");
        }

        TrainingData data = objective.Pack(request.Examples);
        TrainingData validation = objective.Pack(request.Validation);
        DataOrder order = new(StableKey.Seed(["order", request.Seed.ToString(CultureInfo.InvariantCulture)]), data.Items.Count, options.BatchSize);
        int steps = request.MaxSteps ?? (options.Epochs * order.StepsPerEpoch);
        return new TrainingPlan(request, data, validation, order, CosineSchedule.FromRatio(options.LearningRate, steps, options.WarmUpRatio));
    }

    /// <summary>Gives the items of a step.</summary>
    public TrainingItem[] Items(int step) => [.. Order.Batch(step).Select(i => Data.Items[i])];

    /// <summary>Says whether a checkpoint is saved when so many steps are made.</summary>
    public bool SavesAfter(int steps, TrainerOptions options) =>
        steps == Steps || steps % (options.SaveEverySteps ?? (options.SaveEveryEpochs * Order.StepsPerEpoch)) == 0;

    /// <summary>Says whether training stops early: the held-out loss of the last checkpoints was never below the best before.</summary>
    public static bool StopsEarly(IReadOnlyList<SavedAdapter> saved, TrainerOptions options) =>
        options.Patience is { } patience && saved.Count > patience && saved.Count - 1 - Best(saved) >= patience;

    /// <summary>Gives the index of the checkpoint with the lowest held-out loss, the earliest of several.</summary>
    public static int Best(IReadOnlyList<SavedAdapter> saved) =>
        Enumerable.Range(0, saved.Count).MinBy(i => saved[i].ValidationLoss ?? double.PositiveInfinity);

    /// <summary>Identifies everything that decides the result: settings, data, seed, the files of the model and of what training starts from.</summary>
    public string Fingerprint(string modelFolder, TrainerOptions options) => StableKey.Of([
        .. options.Fingerprint(), string.Create(CultureInfo.InvariantCulture, $"{Steps} {Request.Seed}"), Data.Fingerprint(), Validation.Fingerprint(),
        FileKey.OfModel(modelFolder), FileKey.OfFolder(Request.StartAdapter, "adapter_*"), FileKey.OfFolder(Request.StartAdapter, "model*")]);
}
