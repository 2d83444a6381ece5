namespace SotopiaPi;

/// <summary>A narrator that follows a rule.</summary>
/// <param name="rule">Says what happens; <see langword="null"/> for nothing. Draws with <see cref="NarratedScene.Seed"/> only.</param>
public sealed class RuleNarrator(Func<NarratedScene, string?> rule) : INarrator
{
    private readonly Func<NarratedScene, string?> _rule = rule ?? throw new ArgumentNullException(nameof(rule));

    /// <inheritdoc/>
    public ValueTask<string?> NarrateAsync(NarratedScene scene, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_rule(scene));
    }
}
