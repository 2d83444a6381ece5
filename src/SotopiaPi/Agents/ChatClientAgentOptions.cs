namespace SotopiaPi;

/// <summary>Settings of a <see cref="ChatClientAgent"/>. Copied by the agent.</summary>
public sealed class ChatClientAgentOptions
{
    /// <summary>Gets or sets the sampling temperature; <see langword="null"/> leaves it to the provider.</summary>
    /// <value>At least 0. The default is 1.0 (arXiv:2403.08715 §B.4).</value>
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
    } = 1f;

    /// <summary>Gets or sets the largest number of tokens of a reply; <see langword="null"/> leaves it to the provider.</summary>
    /// <value>In tokens. At least 1. The default is <see langword="null"/>.</value>
    public int? MaxOutputTokens
    {
        get;
        set
        {
            if (value is { } given)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(given, 1);
            }

            field = value;
        }
    }

    /// <summary>Gets or sets how long a reply may take; <see langword="null"/> waits as long as the client does.</summary>
    /// <value>More than zero. The default is 2 minutes.</value>
    public TimeSpan? Timeout
    {
        get;
        set
        {
            if (value is { } given)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(given, TimeSpan.Zero);
            }

            field = value;
        }
    } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets a value indicating whether the reply is asked for under the JSON schema of an action.</summary>
    /// <value>The default is <see langword="true"/>; set <see langword="false"/> for an endpoint that refuses schemas.</value>
    public bool StructuredOutput { get; set; } = true;

    /// <summary>Gets or sets the model id sent with each request: an adapter's name; <see langword="null"/> for the client's default model.</summary>
    public string? ModelId { get; set; }

    /// <summary>Gets or sets how often a <see cref="ChatClientAgentFactory"/> has a turn asked for at most: with more than once its agents are <see cref="RetryAgent"/>s, which show the error to the model.</summary>
    /// <value>The first time included. At least 1. The default is 1, as in the reference, which has one repair call and no second try.</value>
    public int MaxAttempts
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1;

    /// <summary>Gets or sets the sampling temperature of the repair call; <see langword="null"/> leaves it to the provider.</summary>
    /// <value>At least 0. The default is <see langword="null"/>, as in today's reference; that of 2023 sent 0.7.</value>
    public float? RepairTemperature
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
    }

    /// <summary>Copies the settings.</summary>
    /// <returns>The copy.</returns>
    public ChatClientAgentOptions Clone() => (ChatClientAgentOptions)MemberwiseClone();
}
