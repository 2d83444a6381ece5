namespace SotopiaPi;

/// <summary>Settings of <see cref="PaperBehaviorCloningFilter"/>; the defaults are the paper's (arXiv:2403.08715 §B.2).</summary>
public sealed record PaperBehaviorCloningOptions
{
    /// <summary>Gets the number of best records of each seat that are always kept.</summary>
    /// <value>At least 0. The default is 2.</value>
    public int AlwaysKept
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 2;

    /// <summary>Gets the last rank that may be kept.</summary>
    /// <value>At least 1. The default is 10.</value>
    public int LastRank
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10;
}
