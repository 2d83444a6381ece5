using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>An adapter on a frozen model.</summary>
internal sealed class TrainedAdapter : IReferenceModel
{
    private readonly LoraTrainerOptions _options;
    private readonly TrainingRequest _request;
    private readonly LoraHost _host = new();
    private readonly LoraAdapter _adapter;

    /// <summary>Loads the model, and either a checkpoint or the adapter to start from, or makes a new one.</summary>
    /// <param name="modelFolder">The frozen model.</param>
    /// <param name="options">The settings.</param>
    /// <param name="request">The seed, and the adapter to start from.</param>
    /// <param name="checkpoint">The checkpoint to continue, or <see langword="null"/>.</param>
    public TrainedAdapter(string modelFolder, LoraTrainerOptions options, TrainingRequest request, string? checkpoint)
    {
        (_options, _request) = (options, request);
        Decoder = Decoder.Load(modelFolder, options.Decoder(_host));
        try
        {
            _adapter = (checkpoint ?? request.StartAdapter) is { } folder ? LoraAdapter.Load(folder, options.Device) : New(_host, options, request);
            _adapter.Config.BaseModel = modelFolder;
            _host.Use(_adapter);
            Parameters = [.. _adapter.Parameters().OrderBy(p => p.Name, StringComparer.Ordinal)];
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
    public RowLosses? Losses => null;

    /// <summary>Makes a new adapter, of the request's seed.</summary>
    public static LoraAdapter New(LoraHost host, LoraTrainerOptions options, TrainingRequest request)
    {
        using Generator generator = new((ulong)StableKey.Seed(["adapter", request.Seed.ToString(CultureInfo.InvariantCulture)]), CPU);
        return host.CreateAdapter(options.Lora, generator, options.Device);
    }

    // A generator of its own for each step: what is dropped depends on seed and step alone, so a resumed run needs no saved state.
    /// <inheritdoc/>
    public IDisposable? Dropout(int step)
    {
        if (_adapter.Config.Dropout == 0)
        {
            return null;
        }

        Generator generator = new((ulong)StableKey.Seed(["dropout", _request.Seed.ToString(CultureInfo.InvariantCulture), step.ToString(CultureInfo.InvariantCulture)]), _options.Device);
        _host.DropoutGenerator = generator;
        return new Undo(() =>
        {
            _host.DropoutGenerator = null;
            generator.Dispose();
        });
    }

    /// <inheritdoc/>
    public IDisposable AsBefore()
    {
        LoraAdapter? before = _request.StartAdapter is { } folder ? LoraAdapter.Load(folder, _options.Device) : null;
        _host.Use(before);
        return new Undo(() =>
        {
            _host.Use(_adapter);
            before?.Dispose();
        });
    }

    /// <inheritdoc/>
    public void Save(string folder) => _adapter.Save(folder);

    /// <inheritdoc/>
    public void Dispose()
    {
        _adapter?.Dispose();                                                            // what a failed start did not reach is missing
        Decoder.Dispose();
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
