namespace SotopiaPi;

/// <summary>Settings of a <see cref="SocialTaskGenerator"/>. Copied by it. The temperature is 0.5 unless it is set, as the reference's script has it, the time limit 5 minutes; a model is asked 3 times for one inspiration, where the reference asks once and skips what fails.</summary>
public sealed class SocialTaskGeneratorOptions() : ChatRequestOptions(0.5f, TimeSpan.FromMinutes(5), 3)
{
    /// <summary>Gets or sets the number of seats of each situation, so of its goals.</summary>
    /// <value>At least 2. The default is 2.</value>
    public int Seats
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2);
            field = value;
        }
    } = 2;

    /// <summary>Gets or sets how many inspirations are worked on at once. Results do not depend on it.</summary>
    /// <value>At least 1. The default is 4.</value>
    public int Concurrency
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 4;

    /// <summary>Gets or sets the ages that may be asked of a character, both ends included.</summary>
    /// <value>The default is 18 to 70.</value>
    public (int From, int To) Ages
    {
        get;
        set => field = value.From >= 0 && value.From <= value.To ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Wanted two ages, the lower one first.");
    } = (18, 70);

    /// <summary>Gets or sets a further check of a situation: it returns what is wrong, or <see langword="null"/>. For example, whether enough characters fit it.</summary>
    public Func<EnvironmentProfile, string?>? Check { get; set; }

    /// <summary>Gets or sets the seed of the examples that are shown and of the requests.</summary>
    public long Seed { get; set; }

    internal SocialTaskGeneratorOptions Clone() => (SocialTaskGeneratorOptions)MemberwiseClone();
}
