namespace SotopiaPi;

/// <summary>How a study is laid out.</summary>
public sealed record HumanStudyOptions
{
    /// <summary>Gets the name of the study; it stands in its files.</summary>
    public string Name { get; init; } = "study";

    /// <summary>Gets how many people rate each item.</summary>
    /// <value>1 or 2. The default is 2 (arXiv:2403.08715 §E).</value>
    public int RatersPerItem
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 2);
            field = value;
        }
    } = 2;

    /// <summary>Gets the largest number of items for one rater; <see langword="null"/> for no limit.</summary>
    public int? MaxItemsPerRater
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1);
            field = value;
        }
    }

    /// <summary>Gets the number of attention checks for each rater.</summary>
    /// <value>At least 0. The default is 1.</value>
    public int AttentionChecks
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 0);
            field = value;
        }
    } = 1;

    /// <summary>Gets how long an item may take; after that it is closed and asked again of somebody else.</summary>
    /// <value>At least a second. The default is 20 minutes, as in the paper's study.</value>
    public TimeSpan TimeLimit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            field = value;
        }
    } = TimeSpan.FromMinutes(20);

    /// <summary>Gets the seed of orders and assignments.</summary>
    public long Seed { get; init; }

    /// <summary>Gets what raters read first, before the dimensions; <see langword="null"/> for our own words.</summary>
    public string? Instructions { get; init; }
}
