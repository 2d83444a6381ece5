namespace SotopiaPi;

/// <summary>Says who plays in which environment: a record of the published <c>EnvAgentComboStorage</c>.</summary>
/// <param name="Id">The stable id of the record.</param>
/// <param name="EnvironmentId">The id of the environment.</param>
/// <param name="AgentIds">The ids of the characters in the order of the seats.</param>
public sealed record TaskCombination(string Id, string EnvironmentId, IReadOnlyList<string> AgentIds);
