namespace SotopiaPi;

/// <summary>What becomes of an agent's secret when it must talk about the matter.</summary>
public enum SecretHandling
{
    /// <summary>Nothing ties the matter to the agent.</summary>
    Hidden,

    /// <summary>Something points to the agent without saying it.</summary>
    Hinted,

    /// <summary>The agent says that it is its own, in other words than the secret's.</summary>
    Revealed,

    /// <summary>The agent says it in the secret's own words.</summary>
    Verbatim,
}
