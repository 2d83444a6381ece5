using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Lets adapters work in a decoder. Its <see cref="Wrap"/> goes into <see cref="DecoderOptions.Wrap"/>; afterwards any number of adapters can
/// be created for, or loaded onto, the same decoder and chosen between passes, all at once over different rows, or none.
/// </summary>
/// <remarks>Serves one decoder, from one thread at a time. Adapters stay the caller's: this object never disposes them.</remarks>
public sealed class LoraHost
{
    [ThreadStatic]
    private static (LoraHost? Host, IReadOnlyList<LoraRows> Rows) t_pass;

    private readonly Dictionary<string, LoraLinear> _layers = [];
    private IReadOnlyList<LoraRows> _rows = [];
    private LoraAdapter? _merged;

    /// <summary>Gets the paths of the layers that can take an update, in the decoder's order.</summary>
    public IReadOnlyCollection<string> Paths => _layers.Keys;

    /// <summary>Gets the adapter that works on all rows; <see langword="null"/> when none does, or when rows differ.</summary>
    public LoraAdapter? Active { get; private set; }

    /// <summary>Gets the adapter whose update has been added to the weights; <see langword="null"/> for none.</summary>
    public LoraAdapter? Merged => _merged;

    /// <summary>Gets or sets the generator that dropout draws from, on the decoder's device; <see langword="null"/> (default) drops nothing.</summary>
    /// <remarks>A trainer sets it around its training passes; the same state of the generator drops the same inputs.</remarks>
    public Generator? DropoutGenerator { get; set; }

    internal IReadOnlyList<LoraRows> Rows => ReferenceEquals(t_pass.Host, this) ? t_pass.Rows : _rows;

    /// <summary>Wraps a factory so that every layer it makes can take an update.</summary>
    /// <param name="inner">Makes the frozen layers: plain or quantised ones.</param>
    public LinearFactory Wrap(LinearFactory inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return (path, inputs, outputs, bias) =>
        {
            LoraLinear layer = new(path, inner(path, inputs, outputs, bias), inputs, outputs, this);
            if (!_layers.TryAdd(path, layer))
            {
                layer.Dispose();
                throw new InvalidOperationException($"The layer '{path}' was already made: one {nameof(LoraHost)} serves one decoder, create another.");
            }

            return layer;
        };
    }

    /// <summary>Creates an adapter that changes nothing yet: A uniform within ±1/√In, B zero.</summary>
    /// <param name="options">Rank, scaling and targets; copied.</param>
    /// <param name="generator">Draws A, on the CPU; the same seed gives the same adapter on every device.</param>
    /// <param name="device">Where the decoder computes.</param>
    /// <exception cref="ArgumentException">No layer of the decoder is a target.</exception>
    public LoraAdapter CreateAdapter(LoraOptions options, Generator generator, Device device)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(device);
        LoraLinear[] targets = [.. _layers.Values.Where(layer => LoraTargets.Match(options, layer.Path))];
        if (targets.Length == 0)
        {
            throw new ArgumentException($"No layer {(options.TargetPattern is { } pattern ? $"matches {pattern}" : $"ends with {string.Join(" or ", options.TargetModules)}")}; the decoder has, for example, {string.Join(", ", Paths.Take(4))}.", nameof(options));
        }

        IEnumerable<string> names = options.TargetModules is [LoraOptions.AllLinear]
            ? targets.Select(layer => layer.Path[(layer.Path.LastIndexOf('.') + 1)..]).Distinct().Order(StringComparer.Ordinal)   // readers of other makes want names
            : options.TargetModules;
        LoraConfig config = LoraConfig.Create(options, names);
        return new LoraAdapter(config, targets.Select(layer =>
        {
            var (rank, scaling) = config.Of(layer.Path);
            return layer.NewModule(rank, scaling, generator, device);
        }));
    }

    /// <summary>Lets an adapter work on all rows of the passes to come.</summary>
    /// <param name="adapter">The adapter; <see langword="null"/> for the base alone.</param>
    /// <exception cref="ArgumentException">The adapter has a layer that the decoder lacks, or one of another size.</exception>
    public void Use(LoraAdapter? adapter)
    {
        Check(adapter);
        _rows = [];
        Active = adapter;
    }

    /// <summary>Lets different adapters work on different rows of the passes to come.</summary>
    /// <param name="rows">The adapter of each run of rows, in packing order; together all rows of a pass.</param>
    /// <exception cref="ArgumentException">A count is below 1, or an adapter does not fit the decoder.</exception>
    public void Use(IReadOnlyList<LoraRows> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (LoraRows run in rows)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(run.Count, 1, nameof(rows));
            Check(run.Adapter);
        }

        bool same = rows.Count > 0 && rows.All(run => ReferenceEquals(run.Adapter, rows[0].Adapter));
        Active = same ? rows[0].Adapter : null;
        _rows = same ? [] : [.. rows];
    }

    /// <summary>Adds an adapter's update to the weights, so that it costs nothing at run time and is saved with the decoder.</summary>
    /// <param name="adapter">The adapter; it no longer needs to be in use.</param>
    /// <exception cref="InvalidOperationException">Another is merged, the base is quantised, or the sum is not finite; then no weight has changed.</exception>
    public void Merge(LoraAdapter adapter)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        Check(adapter);
        if (_merged is not null)
        {
            throw new InvalidOperationException($"An adapter is merged already; call {nameof(Unmerge)} first.");
        }

        using var scope = NewDisposeScope();
        var sums = adapter.Modules.Values.Select(module => (Layer: _layers[module.Path], module.Bias, Sum: _layers[module.Path].Merged(module))).ToArray();
        foreach (var (layer, bias, sum) in sums)
        {
            layer.Replace(sum, bias);
        }

        _merged = adapter;
    }

    /// <summary>Gives the weights back their values from before the merge, to the bit.</summary>
    public void Unmerge()
    {
        foreach (LoraLinear layer in _layers.Values)
        {
            layer.Restore();
        }

        _merged = null;
    }

    /// <summary>Lets different adapters work on the rows of the passes that this thread runs within a call; passes of other threads have rows of their own.</summary>
    /// <param name="rows">The adapter of each run of rows, of adapters that passed <see cref="Check"/>; together all rows of a pass.</param>
    /// <param name="passes">Runs the passes.</param>
    internal void Within(IReadOnlyList<LoraRows> rows, Action passes)
    {
        var outer = t_pass;
        t_pass = (this, rows);
        try
        {
            passes();
        }
        finally
        {
            t_pass = outer;
        }
    }

    /// <summary>Refuses an adapter that does not fit the decoder.</summary>
    /// <exception cref="ArgumentException">The adapter has a layer that the decoder lacks, or one of another size.</exception>
    internal void Check(LoraAdapter? adapter)
    {
        foreach (LoraModule module in adapter?.Modules.Values ?? [])
        {
            if (!_layers.TryGetValue(module.Path, out LoraLinear? layer))
            {
                throw new ArgumentException($"The adapter changes '{module.Path}', which the decoder lacks; it was trained for another model. The decoder has, for example, {string.Join(", ", Paths.Take(3))}.", nameof(adapter));
            }

            layer.CheckShapes(module);
        }
    }
}
