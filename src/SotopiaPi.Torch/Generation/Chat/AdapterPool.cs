using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Keeps the adapters in use. Plain ones work beside each other on the rows of one decoder; one that changes more than low-rank updates can (DoRA, whole
/// layers, biases) gets a decoder of its own. An adapter whose file was replaced is loaded anew. Safe to call from any thread.
/// </summary>
/// <param name="host">What the decoder was wrapped with.</param>
/// <param name="decoder">The decoder that plain adapters share.</param>
/// <param name="load">Loads the base once more, with the wrapper given.</param>
/// <param name="queue">Loads and disposes.</param>
/// <param name="engine">Is told before weights are disposed.</param>
/// <param name="most">The number of adapters kept; more only while all are in use.</param>
internal sealed class AdapterPool(
    LoraHost host, Decoder decoder, Func<Func<LinearFactory, LinearFactory>, Decoder> load, DeviceQueue queue, GenerationEngine engine, int most) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private long _uses;

    /// <summary>Lends an adapter until the lease is disposed; loads it first if need be.</summary>
    /// <exception cref="CheckpointException">The adapter is damaged or of an unsupported kind.</exception>
    /// <exception cref="ArgumentException">The adapter was trained for another model.</exception>
    /// <exception cref="InvalidOperationException">The adapter holds numbers that are not finite.</exception>
    public async Task<Lease> RentAsync(string folder)
    {
        string key = $"{folder}\n{File.GetLastWriteTimeUtc(Path.Combine(folder, LoraAdapter.WeightsName)).Ticks}";
        Entry entry;
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out entry!))
            {
                _entries.Add(key, entry = new(queue.RunAsync(() => Load(folder))));
            }

            entry.Users++;
            entry.LastUse = ++_uses;
        }

        try
        {
            LoadedAdapter loaded = await entry.Loaded.ConfigureAwait(false);
            await TrimAsync().ConfigureAwait(false);
            return new(this, entry, loaded);
        }
        catch
        {
            lock (_gate)
            {
                entry.Users--;
                _entries.Remove(key);       // the next request tries again
            }

            throw;
        }
    }

    /// <summary>Disposes all adapters; none may be lent.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Entry entry in _entries.Values)
        {
            LoadedAdapter loaded = await entry.Loaded.ConfigureAwait(false);
            await queue.RunAsync(loaded.Owned.Dispose).ConfigureAwait(false);
        }
    }

    private LoadedAdapter Load(string folder)
    {
        using var scope = NewDisposeScope();
        LoraAdapter adapter = LoraAdapter.Load(folder, decoder.Device);
        try
        {
            if (!adapter.Modules.Values.All(module => module.IsPlain))
            {
                return Merged(adapter);
            }

            host.Check(adapter);
            CheckFinite(folder, adapter);
            adapter.Freeze();
            return new(decoder, new(host, adapter), adapter);
        }
        catch
        {
            adapter.Dispose();
            throw;
        }
    }

    private LoadedAdapter Merged(LoraAdapter adapter)
    {
        var own = new LoraHost();
        Decoder copy = load(own.Wrap);
        try
        {
            own.Merge(adapter);
            adapter.Dispose();
            return new(copy, null, copy);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static void CheckFinite(string folder, LoraAdapter adapter)
    {
        foreach (var (name, parameter) in adapter.Parameters())
        {
            if (!isfinite(parameter).all().item<bool>())
            {
                throw new InvalidOperationException($"The tensor '{name}' of the adapter '{Path.GetFileName(folder)}' is not finite (NaN or infinite): the adapter is damaged, or its training diverged.");
            }
        }
    }

    private async Task TrimAsync()
    {
        while (TakeSurplus() is { } entry)
        {
            LoadedAdapter loaded = await entry.Loaded.ConfigureAwait(false);
            await engine.ForgetAsync(loaded.Owned).ConfigureAwait(false);
            await queue.RunAsync(loaded.Owned.Dispose).ConfigureAwait(false);
        }
    }

    private Entry? TakeSurplus()
    {
        lock (_gate)
        {
            var oldest = _entries.Count <= most ? default
                : _entries.Where(pair => pair.Value.Users == 0).OrderBy(pair => pair.Value.LastUse).FirstOrDefault();
            if (oldest.Key is not null)
            {
                _entries.Remove(oldest.Key);
            }

            return oldest.Value;
        }
    }

    private void Return(Entry entry)
    {
        lock (_gate)
        {
            entry.Users--;
        }
    }

    internal sealed class Entry(Task<LoadedAdapter> loaded)
    {
        public Task<LoadedAdapter> Loaded => loaded;

        public int Users { get; set; }

        public long LastUse { get; set; }
    }

    /// <summary>How to compute with an adapter.</summary>
    /// <param name="Decoder">The decoder that its rows pass.</param>
    /// <param name="Use">The adapter on those rows; null where it is merged.</param>
    /// <param name="Owned">What is disposed when the adapter goes; keys and values are kept under it.</param>
    internal sealed record LoadedAdapter(Decoder Decoder, AdapterUse? Use, IDisposable Owned);

    /// <summary>An adapter that stays until it is given back; without one, the decoder alone.</summary>
    internal readonly struct Lease(AdapterPool? pool, Entry? entry, LoadedAdapter loaded) : IDisposable
    {
        public Decoder Decoder => loaded.Decoder;

        public AdapterUse? Adapter => loaded.Use;

        /// <summary>The decoder without an adapter.</summary>
        public static Lease Of(Decoder decoder) => new(null, null, new(decoder, null, decoder));

        public void Dispose()
        {
            if (entry is not null)
            {
                pool!.Return(entry);
            }
        }
    }
}
