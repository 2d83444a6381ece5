namespace SotopiaPi;

/// <summary>Something that was made of recorded episodes and does not go away with them.</summary>
/// <param name="Kind">What it is: <c>adapter</c>, <c>dataset</c> …</param>
/// <param name="Name">Its name or place.</param>
/// <param name="EpisodeKeys">The keys of the episodes that it was made of.</param>
public sealed record Derivation(string Kind, string Name, IReadOnlyList<string> EpisodeKeys);

/// <summary>What a deletion removed, and what is left that was made of it.</summary>
/// <param name="Episodes">The keys of the episodes removed.</param>
/// <param name="Ratings">The keys of their ratings, removed too.</param>
/// <param name="Derived">What was made of these episodes and is still there: for the caller to decide.</param>
public sealed record Deletion(IReadOnlyList<string> Episodes, IReadOnlyList<string> Ratings, IReadOnlyList<Derivation> Derived);
