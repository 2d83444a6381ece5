using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SotopiaPi;

/// <summary>Plays plans in this process, a bounded number at once. Thread-safe.</summary>
public sealed class EpisodeCollector : IEpisodeCollector
{
    private readonly IEpisodePlayer _player;
    private readonly int _maxConcurrency;

    /// <summary>Makes a collector.</summary>
    /// <param name="player">Plays each plan.</param>
    /// <param name="maxConcurrency">How many episodes are played at once. At least 1. Answers of remote models overlap, so more than the number of cores is normal.</param>
    public EpisodeCollector(IEpisodePlayer player, int maxConcurrency = 16)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrency, 1);
        _player = player;
        _maxConcurrency = maxConcurrency;
    }

    /// <inheritdoc/>
    /// <remarks>Leaving the stream early stops like a cancellation: what is being played is stopped before the stream is disposed.</remarks>
    public async IAsyncEnumerable<EpisodeResult> CollectAsync(IAsyncEnumerable<EpisodePlan> plans, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plans);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<EpisodeResult> results = Channel.CreateBounded<EpisodeResult>(_maxConcurrency);
        Task work = PlayAllAsync(plans, results.Writer, stop.Token);
        try
        {
            await foreach (EpisodeResult result in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return result;
            }

            await work.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PlayAllAsync(IAsyncEnumerable<EpisodePlan> plans, ChannelWriter<EpisodeResult> results, CancellationToken stop)
    {
        try
        {
            ParallelOptions options = new() { MaxDegreeOfParallelism = _maxConcurrency, CancellationToken = stop };
            await Parallel.ForEachAsync(
                plans,
                options,
                async (plan, token) => await results.WriteAsync(await PlayAsync(plan, token).ConfigureAwait(false), token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            results.TryComplete();
        }
    }

    private async Task<EpisodeResult> PlayAsync(EpisodePlan plan, CancellationToken cancellationToken)
    {
        EpisodeState? last = plan.Start;
        try
        {
            await foreach (EpisodeEvent happened in _player.PlayAsync(plan, cancellationToken).ConfigureAwait(false))
            {
                switch (happened)
                {
                    case TurnTaken taken: last = taken.After; break;
                    case EpisodeEnded ended: return new EpisodeResult(plan, ended.Episode, null);
                }
            }

            return Broke(plan, last, "the player's stream ended without an episode");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Broke(plan, last, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static EpisodeResult Broke(EpisodePlan plan, EpisodeState? last, string message)
    {
        string stage = last is null ? "begin" : string.Create(CultureInfo.InvariantCulture, $"turn {last.Turn}");
        return new EpisodeResult(plan, null, new EpisodeFailure(stage, message, last));
    }
}
