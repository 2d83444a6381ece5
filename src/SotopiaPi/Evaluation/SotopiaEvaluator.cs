using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace SotopiaPi;

/// <summary>
/// SOTOPIA-EVAL as an evaluator of Microsoft.Extensions.AI.Evaluation: one numeric metric for each dimension, with the judge's reason; a score that is missing is
/// a metric without value whose diagnostic says why. The episode comes as an <see cref="EpisodeContext"/>.
/// </summary>
public sealed class SotopiaEvaluator : IEvaluator
{
    private readonly IEpisodeEvaluator? _judge;
    private readonly ChatClientEvaluatorOptions? _options;

    /// <summary>Makes an evaluator around a judge.</summary>
    /// <param name="judge">The judge.</param>
    public SotopiaEvaluator(IEpisodeEvaluator judge)
    {
        ArgumentNullException.ThrowIfNull(judge);
        _judge = judge;
        EvaluationMetricNames = [.. judge.Dimensions.Select(dimension => dimension.Name)];
    }

    /// <summary>Makes an evaluator that judges with the chat client of the evaluation's own configuration.</summary>
    /// <param name="options">The settings of the judge; <see langword="null"/> for the defaults.</param>
    public SotopiaEvaluator(ChatClientEvaluatorOptions? options = null)
    {
        _options = options?.Clone() ?? new ChatClientEvaluatorOptions();
        EvaluationMetricNames = [.. _options.Dimensions.Select(dimension => dimension.Name)];
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> EvaluationMetricNames { get; }

    /// <inheritdoc/>
    public async ValueTask<EvaluationResult> EvaluateAsync(
        IEnumerable<ChatMessage> messages,
        ChatResponse modelResponse,
        ChatConfiguration? chatConfiguration = null,
        IEnumerable<EvaluationContext>? additionalContext = null,
        CancellationToken cancellationToken = default)
    {
        if (additionalContext?.OfType<EpisodeContext>().FirstOrDefault() is not { } context)
        {
            return Empty($"There is no episode to rate: pass an {nameof(EpisodeContext)} as additional context.");
        }

        IEpisodeEvaluator? judge = _judge ?? (chatConfiguration is null ? null : new ChatClientEvaluator(chatConfiguration.ChatClient, _options));
        if (judge is null)
        {
            return Empty("There is no judge: pass a chat configuration, or give the evaluator a judge of its own.");
        }

        EpisodeRating rating = await judge.EvaluateAsync(context.Episode, cancellationToken).ConfigureAwait(false);
        return new EvaluationResult([.. judge.Dimensions.Select(dimension => (EvaluationMetric)Metric(dimension, rating, context))]);
    }

    private EvaluationResult Empty(string problem)
    {
        EvaluationResult result = new([.. EvaluationMetricNames.Select(name => (EvaluationMetric)new NumericMetric(name))]);
        result.AddDiagnosticsToAllMetrics(EvaluationDiagnostic.Error(problem));
        return result;
    }

    private static NumericMetric Metric(SocialDimension dimension, EpisodeRating rating, EpisodeContext context)
    {
        Score score = rating.Scores.GetValueOrDefault(context.Seat)?.GetValueOrDefault(dimension) ?? Score.Missing(RatingProblem.Absent, $"the judge says nothing about {dimension.Name}");
        NumericMetric metric = new(dimension.Name, score.Value, score.Reason) { Interpretation = Interpret(dimension, score) };
        metric.AddOrUpdateContext(context);
        metric.AddOrUpdateMetadata("judge", rating.Judge);
        if (score.Problem is { } problem)
        {
            string text = problem.Raw is null ? problem.Message : $"{problem.Message} (reply: {problem.Raw})";
            metric.AddDiagnostics(problem.Kind == RatingProblem.NotRated ? EvaluationDiagnostic.Informational(text) : EvaluationDiagnostic.Error(text));
        }

        return metric;
    }

    /// <summary>Reads a score by its place in the dimension's range, in fifths from poor to exceptional. No score counts as failed: there is no passing mark.</summary>
    private static EvaluationMetricInterpretation Interpret(SocialDimension dimension, Score score)
    {
        double share = (score.Value - dimension.Minimum) / (dimension.Maximum - dimension.Minimum) ?? double.NaN;
        EvaluationRating rating = score.Value is null ? EvaluationRating.Inconclusive : share switch
        {
            < 0.2 => EvaluationRating.Unacceptable,
            < 0.4 => EvaluationRating.Poor,
            < 0.6 => EvaluationRating.Average,
            < 0.8 => EvaluationRating.Good,
            >= 0.8 => EvaluationRating.Exceptional,
            _ => EvaluationRating.Unknown,
        };
        return new EvaluationMetricInterpretation(rating);
    }
}
