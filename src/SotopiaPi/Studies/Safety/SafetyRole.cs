namespace SotopiaPi;

/// <summary>What the agent under test does in an episode of a safety study.</summary>
public enum SafetyRole
{
    /// <summary>Its character means harm to somebody who is not there (character 1 of arXiv:2403.08715 §6).</summary>
    Harm,

    /// <summary>Its character wants to prevent the harm (character 2).</summary>
    Prevent,

    /// <summary>It answers a prompt of a data set.</summary>
    Respond,
}
