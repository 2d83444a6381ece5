using System.Globalization;

namespace SotopiaPi;

/// <summary>Limits what a run may use. It is looked at before each episode begins: those under way are finished, so that the limit may be passed by as much as they take.</summary>
public sealed class RunBudget
{
    private readonly UsageLedger _ledger;
    private readonly TimeProvider _time;
    private readonly long _start;

    /// <summary>Makes a budget; its time begins now.</summary>
    /// <param name="ledger">Counts what was used.</param>
    /// <param name="time">Measures time; <see langword="null"/> for the system's time.</param>
    public RunBudget(UsageLedger ledger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        _ledger = ledger;
        _time = time ?? TimeProvider.System;
        _start = _time.GetTimestamp();
    }

    /// <summary>Gets the most tokens, read and written; <see langword="null"/> for no limit.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Gets the most money, in the currency of the price list; <see langword="null"/> for no limit.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>Gets the most time of this process; <see langword="null"/> for no limit.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Says which limit is reached.</summary>
    /// <returns>What was used and what was allowed; <see langword="null"/> while there is something left.</returns>
    /// <exception cref="InvalidOperationException">Money is limited, but a model that was used has no price.</exception>
    public string? Reached()
    {
        CostRow total = _ledger.Total;
        if (MaxTokens is { } tokens && total.InputTokens + total.OutputTokens >= tokens)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{total.InputTokens + total.OutputTokens} tokens of {tokens} are used");
        }

        if (MaxCost is { } most)
        {
            RequirePrices();
            if ((total.Cost ?? 0) >= most)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{total.Cost ?? 0:0.00} {_ledger.Currency} of {most:0.00} are spent");
            }
        }

        TimeSpan passed = _time.GetElapsedTime(_start);
        return MaxTime is { } longest && passed >= longest ? string.Create(CultureInfo.InvariantCulture, $"{passed:hh\\:mm\\:ss} of {longest:hh\\:mm\\:ss} have passed") : null;
    }

    private void RequirePrices()
    {
        if (_ledger.Rows.FirstOrDefault(row => row.Cost is null && row.InputTokens + row.OutputTokens > 0) is { } free)
        {
            throw new InvalidOperationException($"Money is limited, but the model '{free.Model}' (role '{free.Role}') has no price: add it to the price list, with 0 for a model of one's own, or limit tokens instead.");
        }
    }
}

/// <summary>A run has used up its budget. What was played is stored; running again with a larger budget goes on from there.</summary>
public sealed class BudgetReachedException : Exception
{
    /// <summary>Makes the exception without details.</summary>
    public BudgetReachedException()
        : this("The budget is used up.")
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was used, what was allowed, what to do.</param>
    public BudgetReachedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was used, what was allowed, what to do.</param>
    /// <param name="innerException">The cause.</param>
    public BudgetReachedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
