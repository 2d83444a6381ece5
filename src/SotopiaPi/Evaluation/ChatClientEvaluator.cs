using System.Globalization;
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
        IReadOnlyList<ChatMessage> question = _prompt.Build(episode, Dimensions);
        IReadOnlyList<ChatMessage> messages = question;
        JudgeAttempts attempts = new(Name);
        for (int attempt = 0; attempt < _options.MaxAttempts && !attempts.Complete; attempt++)
        {
            try
            {
                ChatResponse response = await _client.GetResponseAsync(messages, Request(episode, attempt), _options.Timeout, _time, _logger, cancellationToken).ConfigureAwait(false);
                IReadOnlyDictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> scores = new JudgeReply(response.Text, Dimensions, names).Read();
                attempts.Add(scores, new ModelReply(messages, response.Text, response.ModelId, response.Usage));
                messages = [.. question, new ChatMessage(ChatRole.Assistant, response.Text), _prompt.Again(JudgeAttempts.Problems(scores))];
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                attempts.AddFailure(new JudgeReply("", Dimensions, names).All(_ => Score.Missing(RatingProblem.Client, MessageOf(e))));
            }
        }

        return attempts.Best();
    }

    private ChatOptions Request(Episode episode, int attempt) => new()
    {
        ModelId = _options.ModelId,
        Temperature = _options.Temperature,
        MaxOutputTokens = _options.MaxOutputTokens,
        Seed = StableKey.Seed(["judge", Name, episode.Key, attempt.ToString(CultureInfo.InvariantCulture)]),
        ResponseFormat = _options.StructuredOutput ? ChatResponseFormat.ForJsonSchema(JudgeSchema.Of(episode.Task.SeatCount, Dimensions), "evaluation") : null,
    };

    private string MessageOf(Exception e) => e is OperationCanceledException && _options.Timeout is { } limit
        ? string.Create(CultureInfo.InvariantCulture, $"the judge gave no reply within {limit.TotalSeconds:0.###} s; allow more time or ask fewer at once{CallLeftBehindException.Suffix(e)}")
        : $"the judge's client failed: {e.GetType().Name}: {e.Message}";
}
