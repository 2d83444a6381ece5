using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>
/// Several judges as one: the dimensions of all. A dimension that several judges rate gets the mean of the values that are there, as the reference averages its
/// evaluators; it is missing only when no judge gives a value.
/// </summary>
public sealed class CombinedEvaluator : IEpisodeEvaluator
{
    private readonly IEpisodeEvaluator[] _judges;

    /// <summary>Combines judges.</summary>
    /// <param name="judges">The judges; at least one, names distinct.</param>
    /// <exception cref="ArgumentException">There is no judge, or two have the same name.</exception>
    public CombinedEvaluator(params IReadOnlyList<IEpisodeEvaluator> judges)
    {
        ArgumentNullException.ThrowIfNull(judges);
        if (judges.Count == 0 || judges.Select(judge => judge.Name).Distinct().Count() != judges.Count)
        {
            throw new ArgumentException($"The judges are named {string.Join(", ", judges.Select(judge => $"'{judge.Name}'"))}: give at least one, with distinct names.", nameof(judges));
        }

        _judges = [.. judges];
        Name = string.Join('+', judges.Select(judge => judge.Name));
        Dimensions = [.. judges.SelectMany(judge => judge.Dimensions).Distinct()];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SocialDimension> Dimensions { get; }

    /// <inheritdoc/>
    public async ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(episode);
        EpisodeRating[] ratings = await Task.WhenAll(_judges.Select(judge => judge.EvaluateAsync(episode, cancellationToken).AsTask())).ConfigureAwait(false);
        Dictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> scores = episode.Task.Seats.ToDictionary(
            seat => seat,
            seat => (IReadOnlyDictionary<SocialDimension, Score>)Dimensions.ToDictionary(dimension => dimension, dimension => Combine(ratings, seat, dimension)));
        return new EpisodeRating(Name, scores, Combine([.. ratings.Select(rating => rating.Reply).OfType<ModelReply>()]));
    }

    private static Score Combine(EpisodeRating[] ratings, Seat seat, SocialDimension dimension)
    {
        (string Judge, Score Score)[] scores =
        [
            .. from rating in ratings
               let given = rating.Scores.GetValueOrDefault(seat)?.GetValueOrDefault(dimension)
               where given is not null
               select (rating.Judge, given),
        ];
        (string Judge, Score Score)[] rated = [.. scores.Where(score => score.Score.Value is not null)];
        return rated.Length switch
        {
            0 when scores.Length > 0 => scores[0].Score,
            0 => Score.Missing(RatingProblem.Absent, $"no judge rates {dimension.Name} of seat {seat}"),
            1 => rated[0].Score,
            _ => Score.Of(rated.Average(score => score.Score.Value!.Value), string.Join('\n', rated.Where(score => score.Score.Reason is not null).Select(score => $"{score.Judge}: {score.Score.Reason}"))),
        };
    }

    /// <summary>One reply for the accounts: the texts under one another, the usage added up.</summary>
    private static ModelReply? Combine(ModelReply[] replies)
    {
        if (replies.Length < 2)
        {
            return replies.FirstOrDefault();
        }

        UsageDetails usage = new();
        foreach (UsageDetails used in replies.Select(reply => reply.Usage).OfType<UsageDetails>())
        {
            usage.Add(used);
        }

        return new ModelReply(replies[0].Prompt, string.Join('\n', replies.Select(reply => reply.Text)), string.Join('+', replies.Select(reply => reply.ModelId)), usage);
    }
}
