using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>A whole model in training, in float32.</summary>
internal sealed class TrainedDecoder : ITrainedModel
{
    private readonly ModelCompanions _companions;

    /// <summary>Loads a checkpoint, what training starts from, or the base model.</summary>
    /// <param name="modelFolder">The base model, whose tokenizer and further settings go along.</param>
    /// <param name="options">The settings.</param>
    /// <param name="request">The model to start from, where it is not the base.</param>
    /// <param name="checkpoint">The checkpoint to continue, or <see langword="null"/>.</param>
    /// <exception cref="CheckpointException">What training starts from is an adapter.</exception>
    public TrainedDecoder(string modelFolder, FullTrainerOptions options, TrainingRequest request, string? checkpoint)
    {
        if (request.StartAdapter is { } start && File.Exists(Path.Combine(start, LoraAdapter.ConfigName)))
        {
            throw new CheckpointException(start, "this is an adapter, wanted a model: full training goes on from a folder that full training saved. Merge the adapter into its model first, and train that.");
        }

        _companions = new ModelCompanions(modelFolder);
        Decoder = Decoder.Load(checkpoint ?? request.StartAdapter ?? modelFolder, new DecoderOptions { Device = options.Device, Type = float32, Trainable = true, Checkpointing = options.Checkpointing });
        Parameters = [.. Decoder.named_parameters().Where(p => p.parameter.requires_grad).OrderBy(p => p.name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public Decoder Decoder { get; }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, Parameter Parameter)> Parameters { get; }

    /// <inheritdoc/>
    public RowLosses? Losses => null;

    /// <inheritdoc/>
    public IDisposable? Dropout(int step) => null;

    /// <inheritdoc/>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        _companions.CopyTo(folder);
        Decoder.Save(folder, more: _companions.Settings);
    }

    /// <inheritdoc/>
    public void Dispose() => Decoder.Dispose();
}
