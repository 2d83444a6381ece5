namespace SotopiaPi;

/// <summary>
/// A judge without a model. It rates only what it can read: whether words of the secret were said, and three measures – turns, words and leaving. The other
/// dimensions are not rated rather than guessed.
/// </summary>
public sealed class RuleEvaluator : IEpisodeEvaluator
{
    /// <summary>Gets the measure "own turns with an action".</summary>
    public static SocialDimension Turns { get; } = new("turns", 0, double.PositiveInfinity, "The number of turns in which the seat did something.");

    /// <summary>Gets the measure "mean number of words of an utterance".</summary>
    public static SocialDimension Words { get; } = new("words", 0, double.PositiveInfinity, "The mean number of words of the seat's utterances.");

    /// <summary>Gets the measure "times the seat left", 0 or 1.</summary>
    public static SocialDimension Left { get; } = new("left", 0, double.PositiveInfinity, "The number of times the seat left the conversation.");

    /// <inheritdoc/>
    public string Name => "rules";

    /// <inheritdoc/>
    public IReadOnlyList<SocialDimension> Dimensions { get; } = [.. SocialDimension.All, Turns, Words, Left];

    /// <inheritdoc/>
    public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(episode);
        return ValueTask.FromResult(new EpisodeRating(Name, episode.Task.Seats.ToDictionary(seat => seat, seat => (IReadOnlyDictionary<SocialDimension, Score>)Rate(episode, seat)), null));
    }

    private Dictionary<SocialDimension, Score> Rate(Episode episode, Seat seat)
    {
        AgentAction[] deeds = [.. from turn in episode.Turns where turn.Turns.ContainsKey(seat) select turn.Turns[seat].Action into action where action.Type != ActionType.None select action];
        string[] utterances = [.. deeds.Where(deed => deed.Type == ActionType.Speak).Select(deed => deed.Argument)];
        Dictionary<SocialDimension, Score> scores = Dimensions.ToDictionary(
            dimension => dimension,
            dimension => Score.Missing(RatingProblem.NotRated, $"a rule judge cannot rate {dimension.Name}: it reads turns, words, leaving and leaked secrets only"));
        scores[SocialDimension.Secret] = SecretLeak.Rate(episode, seat);
        scores[Turns] = Score.Of(deeds.Length);
        scores[Left] = Score.Of(deeds.Count(deed => deed.Type == ActionType.Leave));
        scores[Words] = utterances.Length == 0 ? Score.Missing(RatingProblem.NotRated, "the seat said nothing") : Score.Of(utterances.Average(text => SecretLeak.Words(text).Count()));
        return scores;
    }
}
