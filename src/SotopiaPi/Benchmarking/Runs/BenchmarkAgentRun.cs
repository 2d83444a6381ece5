namespace SotopiaPi;

/// <summary>What became of one agent's episodes.</summary>
/// <param name="Agent">The agent's name.</param>
/// <param name="Expected">The number of episodes that belong to the benchmark.</param>
/// <param name="Played">The number that were played to their end.</param>
/// <param name="Failures">Why the others broke.</param>
/// <param name="Usage">The tokens used by each role and model.</param>
public sealed record BenchmarkAgentRun(string Agent, int Expected, int Played, IReadOnlyList<string> Failures, IReadOnlyList<UsageRow> Usage);
