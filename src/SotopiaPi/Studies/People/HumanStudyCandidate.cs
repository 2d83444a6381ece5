namespace SotopiaPi;

/// <summary>An episode that people may be asked to rate.</summary>
/// <param name="Setting">What is studied, e.g. the name of the trained agent. Raters never see it.</param>
/// <param name="Episode">The episode.</param>
/// <param name="Target">The seat of the agent that the setting names; the others are its partners.</param>
public sealed record HumanStudyCandidate(string Setting, Episode Episode, Seat Target)
{
    /// <summary>Gets the point of the benchmark: the task and the position of the target. The same points in all settings make a paired comparison.</summary>
    public (string Task, int Target) Point => (Episode.Task.Key, Target.Index);
}
