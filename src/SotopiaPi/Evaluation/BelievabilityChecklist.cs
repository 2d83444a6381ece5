using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>
/// Checks a judge's believability score with eight yes-or-no questions and takes points off for each that fails: max(score − 5 · failed, 0), as Lifelong-SOTOPIA
/// does (arXiv:2506.12666). The checks are dimensions of their own, 1 for passed and 0 for failed.
/// </summary>
public sealed class BelievabilityChecklist : DelegatingEvaluator
{
    private readonly ChatClientEvaluator _checks;
    private readonly double _penalty;

    /// <summary>Makes the checklist.</summary>
    /// <param name="inner">The judge that gives the first score; it rates believability.</param>
    /// <param name="client">The model that answers the questions; not disposed.</param>
    /// <param name="penalty">The points taken off for each failed check. At least 0. The default is 5.</param>
    /// <param name="options">The settings of the questions; name and dimensions are replaced.</param>
    /// <exception cref="ArgumentException"><paramref name="inner"/> does not rate believability.</exception>
    public BelievabilityChecklist(IEpisodeEvaluator inner, IChatClient client, double penalty = 5, ChatClientEvaluatorOptions? options = null)
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(penalty);
        if (!inner.Dimensions.Contains(SocialDimension.Believability))
        {
            throw new ArgumentException($"The judge '{inner.Name}' rates {string.Join(", ", inner.Dimensions)} but not believability, which the checklist corrects.", nameof(inner));
        }

        ChatClientEvaluatorOptions settings = options?.Clone() ?? new ChatClientEvaluatorOptions();
        settings.Name = Name + " (checks)";
        settings.Dimensions = Checks;
        _checks = new ChatClientEvaluator(client, settings);
        _penalty = penalty;
    }

    /// <summary>Gets the eight checks, in our own words.</summary>
    public static IReadOnlyList<SocialDimension> Checks { get; } =
    [
        Check("no_repetition", "1 unless the agent says the same sentence, or nearly, more than once."),
        Check("in_character", "1 unless the agent acts against its character, values or occupation."),
        Check("fits_the_scene", "1 unless what the agent does has no place in this scene."),
        Check("leaves_in_time", "1 unless the agent lingers after its goal is reached or lost."),
        Check("does_not_recite_the_goal", "1 unless the agent speaks its goal out word for word."),
        Check("does_not_stall", "1 unless the agent talks on without moving anything."),
        Check("responds", "1 unless the agent passes over what it was just asked or told."),
        Check("begins_naturally", "1 unless the agent opens in a way in which nobody opens such a conversation."),
    ];

    /// <inheritdoc/>
    public override string Name => Inner.Name + "+checklist";

    /// <inheritdoc/>
    public override IReadOnlyList<SocialDimension> Dimensions => [.. Inner.Dimensions, .. Checks];

    /// <inheritdoc/>
    public override async ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
    {
        EpisodeRating rating = await new CombinedEvaluator(Inner, _checks).EvaluateAsync(episode, cancellationToken).ConfigureAwait(false);
        return rating with { Judge = Name, Scores = rating.Scores.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<SocialDimension, Score>)Corrected(pair.Value)) };
    }

    private Dictionary<SocialDimension, Score> Corrected(IReadOnlyDictionary<SocialDimension, Score> scores)
    {
        Score first = scores[SocialDimension.Believability];
        SocialDimension[] open = [.. Checks.Where(check => scores[check].Value is null)];
        SocialDimension[] failed = [.. Checks.Where(check => scores[check].Value is < 0.5)];
        Score corrected = first.Value is not { } value ? first
            : open.Length > 0 ? Score.Missing(RatingProblem.Absent, $"the checks {string.Join(", ", open)} have no answer: {scores[open[0]].Problem?.Message}")
            : Score.Of(Math.Max(value - (_penalty * failed.Length), 0), failed.Length == 0 ? first.Reason : $"{first.Reason} Failed checks: {string.Join(", ", failed)}.");
        return new Dictionary<SocialDimension, Score>(scores) { [SocialDimension.Believability] = corrected };
    }

    private static SocialDimension Check(string name, string question) => new(name, 0, 1, question);
}
