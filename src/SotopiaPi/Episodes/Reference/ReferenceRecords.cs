namespace SotopiaPi;

/// <summary>A named list of environments of the reference, e.g. <c>hard_env_set</c>.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">The name.</param>
/// <param name="EnvironmentIds">The ids of the environments.</param>
/// <param name="AgentIndex">For each environment the side of interest, <c>0</c> or <c>1</c>; <see langword="null"/> when there is none.</param>
public sealed record EnvironmentList(string Id, string Name, IReadOnlyList<string> EnvironmentIds, IReadOnlyList<string>? AgentIndex);

/// <summary>A person's rating of an episode.</summary>
/// <param name="Id">The key.</param>
/// <param name="EpisodeId">The key of the episode.</param>
/// <param name="AnnotatorId">Who rated.</param>
/// <param name="Rewards">The reward of each seat.</param>
/// <param name="Reasoning">The reasons.</param>
public sealed record EpisodeAnnotation(string Id, string EpisodeId, string AnnotatorId, IReadOnlyList<EpisodeLogReward> Rewards, string Reasoning);

/// <summary>A dimension of one's own as the reference stores it.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">The name.</param>
/// <param name="Description">The definition.</param>
/// <param name="High">The highest score.</param>
/// <param name="Low">The lowest score.</param>
public sealed record CustomDimension(string Id, string Name, string Description, int High, int Low);

/// <summary>A named list of dimensions of one's own.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">The name.</param>
/// <param name="DimensionIds">The keys of the dimensions.</param>
public sealed record CustomDimensionList(string Id, string Name, IReadOnlyList<string> DimensionIds);

/// <summary>How far an episode is that a server of the reference plays.</summary>
/// <param name="Id">The key.</param>
/// <param name="EpisodeId">The key of the episode.</param>
/// <param name="Status"><c>Started</c>, <c>Error</c> or <c>Completed</c>.</param>
public sealed record SimulationStatus(string Id, string EpisodeId, string Status);
