using System.Diagnostics.CodeAnalysis;

namespace SotopiaPi;

/// <summary>Which utterances of a seat earned a result.</summary>
/// <param name="Seat">The seat.</param>
/// <param name="Dimension">The dimension of the result.</param>
/// <param name="Utterances">The seat's turns with an action, oldest first; empty when there is a problem.</param>
/// <param name="Problem">Why there is no attribution; <see langword="null"/> when there is one.</param>
/// <param name="Reply">The judge's last reply; <see langword="null"/> when it was not asked or gave none.</param>
[Experimental("SOTOPIA001")]
public sealed record UtteranceAttribution(Seat Seat, SocialDimension Dimension, IReadOnlyList<UtteranceWeight> Utterances, RatingProblem? Problem, ModelReply? Reply);

/// <summary>How much an utterance did.</summary>
/// <param name="Turn">The turn, from 0.</param>
/// <param name="Importance">The judge's number.</param>
/// <param name="Share">The number as a share of the highest one possible, from 0 to 1.</param>
[Experimental("SOTOPIA001")]
public sealed record UtteranceWeight(int Turn, double Importance, double Share)
{
    /// <summary>Computes the utterance's reward: its share of the episode's score (arXiv:2508.03905 §4).</summary>
    /// <param name="score">The seat's score on the dimension.</param>
    /// <returns>The reward.</returns>
    public double RewardOf(double score) => Share * score;
}
