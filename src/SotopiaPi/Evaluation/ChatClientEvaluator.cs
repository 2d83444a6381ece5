using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SotopiaPi;

/// <summary>
/// A judge that asks a language model: all seats of an episode in one call, each on every dimension. A reply with missing, swapped, non-numeric or out-of-range
/// scores is shown to the model with its problems and asked again; what still cannot be used is a problem, never a number. Thread-safe.
/// </summary>
public sealed class ChatClientEvaluator : IEpisodeEvaluator
{
    private readonly IChatClient _client;
    private readonly ChatClientEvaluatorOptions _options;
    private readonly JudgePrompt _prompt;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Makes a judge.</summary>
    /// <param name="client">The model; not disposed.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <param name="prompt">Builds the messages; <see langword="null"/> for the texts of the default pack.</param>
    /// <param name="time">Measures the timeout; <see langword="null"/> for the system's time.</param>
    /// <param name="logger">Told about calls that do not stop when cancelled; <see langword="null"/> for nobody.</param>
    public ChatClientEvaluator(IChatClient client, ChatClientEvaluatorOptions? options = null, JudgePrompt? prompt = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _options = options?.Clone() ?? new ChatClientEvaluatorOptions();
        _prompt = prompt ?? new JudgePrompt();
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger.Instance;
        string? model = _options.ModelId ?? (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId;
        Name = _options.Name ?? (model is null ? "chat" : $"chat:{model}");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SocialDimension> Dimensions => _options.Dimensions;

    /// <inheritdoc/>
    public async ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(episode);
        string[] names = [.. episode.Task.Agents.Select(agent => agent.Name)];
        JudgeAttempts attempts = new(Name);
        (JsonElement, string) schema = (JudgeSchema.Of(episode.Task.SeatCount, Dimensions), "evaluation");
        await new RepeatedQuestion(_client, _options, _prompt.Build(episode, Dimensions), _time, _logger).AskAsync(
            attempt => _options.Request(StableKey.Seed(["judge", Name, episode.Key, attempt.ToString(CultureInfo.InvariantCulture)]), schema),
            reply =>
            {
                IReadOnlyDictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> scores = new JudgeReply(reply.Text, Dimensions, names).Read();
                attempts.Add(scores, reply);
                return attempts.Complete ? null : _prompt.Again(JudgeAttempts.Problems(scores));
            },
            e => attempts.AddFailure(new JudgeReply("", Dimensions, names).All(_ => Score.Missing(RatingProblem.Client, ClientFailures.Describe(e, _options.Timeout, "the judge's client")))),
            cancellationToken).ConfigureAwait(false);
        return attempts.Best();
    }
}
