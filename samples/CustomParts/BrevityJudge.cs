namespace SotopiaPi.Samples.CustomParts;

/// <summary>A judge of our own: it rates one dimension, how few words a seat needed in a turn. A seat that said nothing has no score, rather than a bad one.</summary>
internal sealed class BrevityJudge : IEpisodeEvaluator
{
    public static SocialDimension Brevity { get; } = new("brevity", 0, 10, "Does the agent say what it has to say in few words?");

    public string Name => "brevity";

    public IReadOnlyList<SocialDimension> Dimensions { get; } = [Brevity];

    public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new EpisodeRating(Name, episode.Task.Seats.ToDictionary(seat => seat, seat => (IReadOnlyDictionary<SocialDimension, Score>)Rate(episode, seat)), Reply: null));

    private static Dictionary<SocialDimension, Score> Rate(Episode episode, Seat seat)
    {
        string[] utterances = [.. from turn in episode.Turns where turn.Turns.ContainsKey(seat) let action = turn.Turns[seat].Action where action.Type == ActionType.Speak select action.Argument];
        Score score = utterances.Length == 0
            ? Score.Missing(RatingProblem.NotRated, "The seat said nothing.")
            : Score.Of(Math.Clamp(12 - utterances.Average(text => text.Split(' ').Length), 0, 10), FormattableString.Invariant($"{utterances.Average(text => text.Split(' ').Length):0.0} words in a turn."));
        return new Dictionary<SocialDimension, Score> { [Brevity] = score };
    }
}
