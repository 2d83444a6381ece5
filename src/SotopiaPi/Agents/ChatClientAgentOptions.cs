namespace SotopiaPi;

/// <summary>
/// Settings of a <see cref="ChatClientAgent"/>. Copied by the agent. The temperature is 1 unless it is set (arXiv:2403.08715 §B.4), the time limit 2 minutes. <see cref="ChatRequestOptions.MaxAttempts"/>
/// is 1, as in the reference, which has one repair call and no second try; with more a <see cref="ChatClientAgentFactory"/> makes <see cref="RetryAgent"/>s.
/// </summary>
public sealed class ChatClientAgentOptions() : ChatRequestOptions(1, TimeSpan.FromMinutes(2), 1)
{
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
