namespace SotopiaPi;

/// <summary>What became of a plan: exactly one of <see cref="Episode"/> and <see cref="Failure"/> is set.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Episode">The episode, when it was played to its end.</param>
/// <param name="Failure">Why it was not.</param>
public sealed record EpisodeResult(EpisodePlan Plan, Episode? Episode, EpisodeFailure? Failure);

/// <summary>Says why an episode broke.</summary>
/// <param name="Stage">Where: <c>begin</c>, <c>turn 3</c>, <c>store</c> …</param>
/// <param name="Message">What happened.</param>
/// <param name="Last">The last good state, from which the episode can be played on; <see langword="null"/> when there is none.</param>
public sealed record EpisodeFailure(string Stage, string Message, EpisodeState? Last);
