using System.Globalization;

namespace SotopiaPi;

/// <summary>Rates an episode of the offline world by its outcome, which it reads from the transcript's text alone. The truth of that world.</summary>
/// <remarks>
/// Goal: the share of what was to be gained, 0 without an agreement. Relationship, knowledge, secret and material benefits follow from agreement, offers heard and
/// words said. Believability and social rules need a reader: they are <see cref="RatingProblem.NotRated"/>, as is everything in an episode of another world.
/// </remarks>
public sealed class OutcomeJudge : IEpisodeEvaluator
{
    /// <inheritdoc/>
    public string Name => "outcome";

    /// <inheritdoc/>
    public IReadOnlyList<SocialDimension> Dimensions => SocialDimension.All;

    /// <summary>Rates a transcript. A pure function of the text.</summary>
    /// <param name="transcript">The transcript, as <see cref="Transcript"/> writes it.</param>
    /// <returns>The rating of both seats.</returns>
    public static EpisodeRating Rate(string transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        return Rate("outcome", OutcomeReading.Read(transcript), bonus: 0);
    }

    /// <inheritdoc/>
    public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(episode);
        cancellationToken.ThrowIfCancellationRequested();
        return new(Rate(Transcript.Of(episode)));
    }

    /// <summary>Rates what was read, with a bonus on the goal for a full share of claims.</summary>
    internal static EpisodeRating Rate(string judge, OutcomeReading? reading, double bonus) =>
        new(judge, Enumerable.Range(0, 2).ToDictionary(seat => new Seat(seat), seat => (IReadOnlyDictionary<SocialDimension, Score>)Scores(reading, seat, bonus)), null);

    private static Dictionary<SocialDimension, Score> Scores(OutcomeReading? reading, int seat, double bonus) =>
        SocialDimension.All.ToDictionary(dimension => dimension, dimension => reading is null
            ? Score.Missing(RatingProblem.NotRated, "The transcript has no bargain or split between two: this judge knows no other tasks.")
            : On(reading, dimension, seat, bonus));

    private static Score On(OutcomeReading reading, SocialDimension dimension, int seat, double bonus) => dimension.Name switch
    {
        "goal" => Goal(reading, seat, bonus),
        "relationship" => Score.Of(reading.Relationship(seat), reading.IsAgreement ? "As good as the agreement is for the one who got less." : "There was no agreement."),
        "knowledge" => Score.Of(reading.Knowledge(seat), "2 for each different offer heard."),
        "secret" => Score.Of(reading.Secret(seat), "By the words of the secret that were said."),
        "financial_and_material_benefits" => Score.Of(reading.Benefit(seat), "Half of what the agreement is worth."),
        _ => Score.Missing(RatingProblem.NotRated, "This needs a reader: a rule cannot rate it."),
    };

    private static Score Goal(OutcomeReading reading, int seat, double bonus)
    {
        double outcome = reading.Goal(seat), share = reading.ClaimShare(seat);
        return Score.Of(Math.Min(10, outcome + (bonus * share)), string.Create(CultureInfo.InvariantCulture,
            $"{(reading.IsAgreement ? "An offer was accepted" : "No offer was accepted")}: {outcome:0.0} of 10{(bonus > 0 ? $", and {bonus * share:0.0} for saying in {100 * share:0} % of the turns that both win" : "")}."));
    }
}
