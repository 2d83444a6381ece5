namespace SotopiaPi;

/// <summary>What came out of training.</summary>
/// <param name="Adapters">The saved adapters, oldest first; never empty.</param>
/// <param name="Chosen">The one to play with.</param>
/// <param name="Losses">The mean training loss per target token of each optimizer step.</param>
public sealed record TrainingResult(IReadOnlyList<SavedAdapter> Adapters, SavedAdapter Chosen, IReadOnlyList<double> Losses);

/// <summary>An adapter on disk, in PEFT layout.</summary>
/// <param name="Directory">Its folder: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
/// <param name="Epoch">The epochs trained when it was saved.</param>
/// <param name="Step">The optimizer steps taken when it was saved.</param>
/// <param name="ValidationLoss">The loss on held-out examples, per target token; <see langword="null"/> without any.</param>
public sealed record SavedAdapter(string Directory, double Epoch, int Step, double? ValidationLoss);
