namespace SotopiaPi;

/// <summary>Settings of a <see cref="SocialTaskGenerator"/>. Copied by it.</summary>
public sealed class SocialTaskGeneratorOptions
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

    /// <summary>Gets or sets how often the model is asked for one inspiration: a reply that cannot be used is shown to it with its problems.</summary>
    /// <value>At least 1. The default is 3; the reference asks once and skips what fails.</value>
    public int MaxAttempts
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 3;

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

    /// <summary>Gets or sets the sampling temperature; <see langword="null"/> leaves it to the provider.</summary>
    /// <value>At least 0. The default is 0.5, as the reference's script has it.</value>
    public float? Temperature
    {
        get;
        set
        {
            if (value is { } given)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(given);
            }

            field = value;
        }
    } = 0.5f;

    /// <summary>Gets or sets the ages that may be asked of a character, both ends included.</summary>
    /// <value>The default is 18 to 70.</value>
    public (int From, int To) Ages
    {
        get;
        set => field = value.From >= 0 && value.From <= value.To ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Wanted two ages, the lower one first.");
    } = (18, 70);

    /// <summary>Gets or sets the model id sent with each request; <see langword="null"/> for the client's default model.</summary>
    public string? ModelId { get; set; }

    /// <summary>Gets or sets a value indicating whether the reply is asked for under a JSON schema.</summary>
    /// <value>The default is <see langword="true"/>; set <see langword="false"/> for an endpoint that refuses schemas.</value>
    public bool StructuredOutput { get; set; } = true;

    /// <summary>Gets or sets a further check of a situation: it returns what is wrong, or <see langword="null"/>. For example, whether enough characters fit it.</summary>
    public Func<EnvironmentProfile, string?>? Check { get; set; }

    /// <summary>Gets or sets the seed of the examples that are shown and of the requests.</summary>
    public long Seed { get; set; }

    internal SocialTaskGeneratorOptions Clone() => (SocialTaskGeneratorOptions)MemberwiseClone();
}
