using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>Collects until a budget is used up: then no further episode begins, those under way are finished and given out, and the stream ends with <see cref="BudgetReachedException"/>.</summary>
/// <param name="inner">Plays.</param>
/// <param name="budget">The budget.</param>
public sealed class BudgetedCollector(IEpisodeCollector inner, RunBudget budget) : IEpisodeCollector
{
    private readonly IEpisodeCollector _inner = inner ?? throw new ArgumentNullException(nameof(inner));
    private readonly RunBudget _budget = budget ?? throw new ArgumentNullException(nameof(budget));

    /// <inheritdoc/>
    /// <exception cref="BudgetReachedException">The budget is used up; thrown after the last result.</exception>
    public async IAsyncEnumerable<EpisodeResult> CollectAsync(IAsyncEnumerable<EpisodePlan> plans, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plans);
        AffordablePlans affordable = new(plans, _budget);
        await foreach (EpisodeResult result in _inner.CollectAsync(affordable.GetAsync(cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }

        if (affordable.Reached is { } reached)
        {
            throw new BudgetReachedException($"The budget is used up: {reached}. What was played is stored; run again with a larger budget to go on.");
        }
    }

    private sealed class AffordablePlans(IAsyncEnumerable<EpisodePlan> plans, RunBudget budget)
    {
        public string? Reached { get; private set; }

        public async IAsyncEnumerable<EpisodePlan> GetAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (EpisodePlan plan in plans.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if ((Reached = budget.Reached()) is not null)
                {
                    yield break;
                }

                yield return plan;
            }
        }
    }
}
