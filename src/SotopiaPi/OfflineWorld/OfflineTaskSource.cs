using System.Globalization;
using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>Gives tasks of the offline world: half bargains, half splits, in a shuffled order of the seed.</summary>
public sealed class OfflineTaskSource : ISocialTaskSource
{
    private static readonly OfflineTaskFamily[] s_families = [new BargainFamily(), new SplitFamily()];
    private readonly IndexPermutation[] _orders;
    private readonly long _offset;
    private readonly int _count;

    /// <summary>Makes the source.</summary>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="count">How many tasks.</param>
    /// <param name="offset">The position of the first one. Ranges of one seed that do not overlap share no task.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the range goes beyond <see cref="Positions"/>.</exception>
    public OfflineTaskSource(long seed, int count, long offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Positions - count);
        _orders = [.. s_families.Select(family => new IndexPermutation(family.Count, StableKey.Seed([family.Name, seed.ToString(CultureInfo.InvariantCulture)])))];
        (_count, _offset) = (count, offset);
    }

    /// <summary>Gets the number of different tasks that a seed gives.</summary>
    public static long Positions { get; } = s_families.Min(family => family.Count) * s_families.Length;

    /// <summary>Gets the rules that the scripted players expect: twelve turns, six for each seat.</summary>
    public static EpisodeOptions Rules { get; } = new() { MaxTurns = 2 * OfflineDialogue.OwnTurns };

    /// <summary>Gives the task at a position.</summary>
    /// <param name="position">The position from 0, counted from this source's offset.</param>
    /// <returns>The task; even positions are bargains, odd ones splits.</returns>
    public SocialTask this[int position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, _count);
            (long turn, long family) = Math.DivRem(_offset + position, s_families.Length);
            return s_families[family].Create(_orders[family][turn]);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SocialTask> GetTasksAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        for (int position = 0; position < _count; position++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return this[position];
        }
    }
}
