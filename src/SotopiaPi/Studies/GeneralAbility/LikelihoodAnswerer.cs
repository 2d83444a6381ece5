using System.Globalization;

namespace SotopiaPi;

/// <summary>Takes the choice whose letter is the most probable continuation: the way in which MMLU's authors evaluate open models. Of equal ones the first is taken.</summary>
/// <param name="model">The name of the model.</param>
/// <param name="scorer">The model.</param>
public sealed class LikelihoodAnswerer(string model, IContinuationScorer scorer) : IMultipleChoiceAnswerer
{
    private readonly IContinuationScorer _scorer = scorer ?? throw new ArgumentNullException(nameof(scorer));

    /// <inheritdoc/>
    public string Name { get; } = $"{model}, likelihood";

    /// <inheritdoc/>
    public async ValueTask<ChoiceAnswer> AnswerAsync(string prompt, int choices, CancellationToken cancellationToken = default)
    {
        string[] letters = [.. Enumerable.Range(0, choices).Select(index => " " + MultipleChoiceQuestion.Letter(index))];
        IReadOnlyList<double> scores = await _scorer.ScoreAsync(prompt, letters, cancellationToken).ConfigureAwait(false);
        string output = string.Join(' ', scores.Select(score => score.ToString("0.####", CultureInfo.InvariantCulture)));
        int[] finite = [.. Enumerable.Range(0, scores.Count).Where(index => !double.IsNaN(scores[index]))];
        return finite.Length == 0 ? new ChoiceAnswer(null, output, true) : new ChoiceAnswer(finite.MaxBy(index => scores[index]), output);
    }
}
