namespace SotopiaPi;

/// <summary>Says what else happens in a scene, between the turns of its seats.</summary>
public interface INarrator
{
    /// <summary>Says what happens after a turn.</summary>
    /// <param name="scene">What everybody knows: the narrator must not give away what it does not know either.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The event, perceived by all seats; <see langword="null"/> when nothing happens.</returns>
    ValueTask<string?> NarrateAsync(NarratedScene scene, CancellationToken cancellationToken = default);
}

/// <summary>What a narrator sees: no biographies, goals, secrets or private messages.</summary>
/// <param name="Scenario">The scene.</param>
/// <param name="Names">The names of the seats in order.</param>
/// <param name="Turn">The number of turns played.</param>
/// <param name="History">What everybody perceived, oldest first, the narrator's own events included.</param>
/// <param name="Seed">The seed of this decision.</param>
public sealed record NarratedScene(string Scenario, IReadOnlyList<string> Names, int Turn, IReadOnlyList<ObservedMessage> History, long Seed);
