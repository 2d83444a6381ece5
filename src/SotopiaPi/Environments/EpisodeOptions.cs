namespace SotopiaPi;

/// <summary>The rules of one episode. A record: part of the episode's key.</summary>
public sealed record EpisodeOptions
{
    /// <summary>Gets the seed from which every decision's seed is made.</summary>
    public long Seed { get; init; }

    /// <summary>Gets which seats act in a turn.</summary>
    public TurnOrder Order { get; init; } = TurnOrder.RoundRobin;

    /// <summary>Gets the largest number of turns; with <see cref="TurnOrder.RoundRobin"/> each turn has one actor.</summary>
    /// <value>In turns. At least 1. The default is 20 (arXiv:2403.08715 §B).</value>
    public int MaxTurns
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 20;

    /// <summary>Gets after how many idle turns the episode ends.</summary>
    /// <value>In turns. At least 1. The default is 2 (<c>max_stale_turn</c> of the reference).</value>
    public int MaxStaleTurns
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 2;

    /// <summary>Gets how <see cref="MaxTurns"/> is read.</summary>
    /// <value>The default is <see cref="TurnLimit.Exact"/>, what the paper says; the reference of 2023 plays one turn more.</value>
    public TurnLimit TurnLimit { get; init; }

    /// <summary>Gets the version of the reference that is followed where the versions differ.</summary>
    /// <value>The default is <see cref="SotopiaSemantics.V2023"/>, the version that SOTOPIA-π was built on.</value>
    public SotopiaSemantics Semantics { get; init; }

    /// <summary>Gets a value indicating whether every seat sees all goals and biographies.</summary>
    public bool Omniscient { get; init; }

    /// <summary>Gets a value indicating whether all biographies are left out.</summary>
    public bool Lite { get; init; }

    /// <summary>Gets a value indicating whether the lines of the context that would read "Unknown" are left out; only <see cref="SotopiaSemantics.Current"/> knows this.</summary>
    public bool HideUnknown { get; init; }

    /// <summary>Gets the hint tags of goals that are shown to their owner.</summary>
    /// <value>The default is <c>extra_info</c>, <c>clarification_hint</c>, <c>strategy_hint</c>.</value>
    public IReadOnlyList<string> HintTags { get; init; } = ["extra_info", "clarification_hint", "strategy_hint"];
}
