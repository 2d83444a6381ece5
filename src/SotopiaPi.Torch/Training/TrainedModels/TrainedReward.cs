using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>An adapter on a frozen model and a reward head on its last state.</summary>
internal sealed class TrainedReward : ITrainedModel
{
    private readonly LoraHost _host = new();
    private readonly LoraAdapter _all;

    /// <summary>Loads the model, and a checkpoint or what training starts from, or makes a new adapter and head.</summary>
    /// <param name="modelFolder">The frozen model.</param>
    /// <param name="options">The settings.</param>
    /// <param name="request">The seed, and the adapter to start from, with a head or without one.</param>
    /// <param name="checkpoint">The checkpoint to continue, or <see langword="null"/>.</param>
    public TrainedReward(string modelFolder, RewardTrainerOptions options, TrainingRequest request, string? checkpoint)
    {
        Decoder = Decoder.Load(modelFolder, options.Decoder(_host));
        try
        {
            string? folder = checkpoint ?? request.StartAdapter;
            LoraAdapter adapter = folder is not null ? LoraAdapter.Load(folder, options.Device) : TrainedAdapter.New(_host, options, request);
            _all = adapter.Modules.ContainsKey(RewardHead.Path) ? adapter
                : new LoraAdapter(adapter.Config.ForSequenceClassification(), adapter.Modules.Values.Append(RewardHead.Create(Decoder.Config, request.Seed, options.Device)));
            _all.Config.BaseModel = modelFolder;
            var (body, head) = RewardHead.Split(_all, folder ?? modelFolder, Decoder.Config);
            _host.Use(body);
            Losses = RewardHead.Losses(head);
            Parameters = [.. _all.Parameters().OrderBy(p => p.Name, StringComparer.Ordinal)];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Decoder Decoder { get; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <inheritdoc/>
    public RowLosses? Losses { get; }

    /// <inheritdoc/>
    public IDisposable? Dropout(int step) => null;

    /// <inheritdoc/>
    public void Save(string folder) => _all.Save(folder);

    /// <inheritdoc/>
    public void Dispose()
    {
        _all?.Dispose();                                                                // what a failed start did not reach is missing
        Decoder.Dispose();
    }
}
