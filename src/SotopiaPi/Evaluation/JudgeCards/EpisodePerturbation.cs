namespace SotopiaPi;

/// <summary>A change to an episode that leaves its outcome as it is: a judge that rates outcomes should not be moved by it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Apply">Gives the changed episodes; none where there is nothing to change.</param>
public sealed record EpisodePerturbation(string Name, Func<Episode, IEnumerable<PerturbedEpisode>> Apply)
{
    private const string Greeting = "Good day, and thank you so much for your time. It is a real pleasure to talk with you.";
    private const string SmallTalk = "Before we begin, a word about the day: I was up early, had some bread and tea, walked along the river, met nobody, and then came here by the long way round.";

    /// <summary>Gets "one seat opens with small talk": length.</summary>
    public static EpisodePerturbation Length { get; } = new("length", episode => EpisodeRewriting.EachSeat(episode, seat => EpisodeRewriting.Open(episode, seat, SmallTalk)));

    /// <summary>Gets "one seat opens with thanks and a compliment": politeness.</summary>
    public static EpisodePerturbation Politeness { get; } = new("politeness", episode => EpisodeRewriting.EachSeat(episode, seat => EpisodeRewriting.Open(episode, seat, Greeting)));

    /// <summary>Gets "one seat says at the end of each of its utterances that both win": claims of success.</summary>
    public static EpisodePerturbation ClaimsOfSuccess { get; } = Claims("We both win!");

    /// <summary>Gets "the seats change places": the same characters with the same goals and deeds, listed the other way round.</summary>
    public static EpisodePerturbation SeatOrder { get; } = new("seat order", episode => [EpisodeRewriting.Reverse(episode)]);

    /// <summary>Gets "the characters have other names" everywhere: profiles, scene, goals and what is said.</summary>
    public static EpisodePerturbation Names { get; } = new("names", episode => [EpisodeRewriting.Rename(episode)]);

    /// <summary>Gets these five.</summary>
    public static IReadOnlyList<EpisodePerturbation> All { get; } = [Length, Politeness, ClaimsOfSuccess, SeatOrder, Names];

    /// <summary>Makes claims of success in other words.</summary>
    /// <param name="claim">The sentence added to each utterance of a seat that does not end with it.</param>
    /// <returns>The perturbation.</returns>
    public static EpisodePerturbation Claims(string claim)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(claim);
        return new EpisodePerturbation("claims of success", episode => EpisodeRewriting.EachSeat(episode, seat => EpisodeRewriting.Append(episode, seat, claim)));
    }
}

/// <summary>An episode that was changed.</summary>
/// <param name="Episode">The changed episode.</param>
/// <param name="Seats">The seats to compare: each seat of the original, and its seat in the changed episode.</param>
public sealed record PerturbedEpisode(Episode Episode, IReadOnlyDictionary<Seat, Seat> Seats);
