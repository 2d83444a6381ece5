using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Keeps a decoder for each adapter in use, with the adapter added to its weights. An adapter whose file was replaced is loaded anew. Safe to
/// call from any thread.
/// </summary>
/// <param name="load">Loads the base once more, with the wrapper given.</param>
/// <param name="queue">Loads and disposes.</param>
/// <param name="engine">Is told before a decoder is disposed.</param>
/// <param name="most">The number of decoders kept; more only while all are in use.</param>
internal sealed class AdapterPool(Func<Func<LinearFactory, LinearFactory>, Decoder> load, DeviceQueue queue, GenerationEngine engine, int most) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private long _uses;

    /// <summary>Lends the decoder of an adapter until the lease is disposed; loads it first if need be.</summary>
    /// <exception cref="CheckpointException">The adapter is damaged or of an unsupported kind.</exception>
    /// <exception cref="ArgumentException">The adapter was trained for another model.</exception>
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
            Decoder decoder = await entry.Decoder.ConfigureAwait(false);
            await TrimAsync().ConfigureAwait(false);
            return new(this, entry, decoder);
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

    /// <summary>Disposes all decoders; none may be lent.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Entry entry in _entries.Values)
        {
            Decoder decoder = await entry.Decoder.ConfigureAwait(false);
            await queue.RunAsync(decoder.Dispose).ConfigureAwait(false);
        }
    }

    private Decoder Load(string folder)
    {
        using var scope = NewDisposeScope();
        var host = new LoraHost();
        Decoder decoder = load(host.Wrap);
        try
        {
            using LoraAdapter adapter = LoraAdapter.Load(folder, decoder.Device);
            host.Merge(adapter);
            return decoder;
        }
        catch
        {
            decoder.Dispose();
            throw;
        }
    }

    private async Task TrimAsync()
    {
        while (TakeSurplus() is { } entry)
        {
            Decoder decoder = await entry.Decoder.ConfigureAwait(false);
            await engine.ForgetAsync(decoder).ConfigureAwait(false);
            await queue.RunAsync(decoder.Dispose).ConfigureAwait(false);
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

    internal sealed class Entry(Task<Decoder> decoder)
    {
        public Task<Decoder> Decoder => decoder;

        public int Users { get; set; }

        public long LastUse { get; set; }
    }

    /// <summary>A decoder that stays until it is given back.</summary>
    internal readonly struct Lease(AdapterPool? pool, Entry? entry, Decoder decoder) : IDisposable
    {
        public Decoder Decoder => decoder;

        public void Dispose()
        {
            if (entry is not null)
            {
                pool!.Return(entry);
            }
        }
    }
}
