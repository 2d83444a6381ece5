namespace SotopiaPi;

/// <summary>Somebody who is benchmarked, or the partner they all meet.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Player">Who sits down: the role and the model.</param>
public sealed record BenchmarkAgent(string Name, Player Player)
{
    /// <summary>Gets what else decides how the player acts, e.g. a fingerprint of the model's files and the sampling settings: with another version everything is played anew. May be empty.</summary>
    public string Version { get; init; } = "";

    /// <summary>Gets the name with the version: what episodes and answers are kept under.</summary>
    public string FullName => Version.Length == 0 ? Name : $"{Name} ({Version})";
}
