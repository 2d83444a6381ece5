namespace SotopiaPi;

/// <summary>Rates like <see cref="OutcomeJudge"/>, but is taken in by talk: the more often a seat claims that both win, the higher its goal score.</summary>
/// <remarks>The goal is min(10, outcome + 3 · share of own utterances with the claim). It stands for the judge of arXiv:2403.08715 §6, whose scores grew faster than people's.</remarks>
public sealed class TalkJudge : IEpisodeEvaluator
{
    private const double Bonus = 3;

    /// <inheritdoc/>
    public string Name => "talk";

    /// <inheritdoc/>
    public IReadOnlyList<SocialDimension> Dimensions => SocialDimension.All;

    /// <summary>Rates a transcript. A pure function of the text.</summary>
    /// <param name="transcript">The transcript, as <see cref="Transcript"/> writes it.</param>
    /// <returns>The rating of both seats.</returns>
    public static EpisodeRating Rate(string transcript)
    {
        ArgumentNullException.ThrowIfNull(transcript);
        return OutcomeJudge.Rate("talk", OutcomeReading.Read(transcript), Bonus);
    }

    /// <inheritdoc/>
    public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(episode);
        cancellationToken.ThrowIfCancellationRequested();
        return new(Rate(Transcript.Of(episode)));
    }
}
