using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace SotopiaPi;

/// <summary>Asks a chat model for the letter and reads its reply.</summary>
/// <param name="model">The name of the model.</param>
/// <param name="client">The model; not disposed.</param>
/// <param name="rule">What a reply means that is not just a letter.</param>
/// <param name="seed">The seed of drawn answers.</param>
public sealed class GenerationAnswerer(string model, IChatClient client, ChoiceRule rule = ChoiceRule.Paper, long seed = 0) : IMultipleChoiceAnswerer
{
    private readonly IChatClient _client = client ?? throw new ArgumentNullException(nameof(client));

    /// <inheritdoc/>
    public string Name { get; } = $"{model}, generation, {rule}";

    /// <summary>Gets the model id sent with each request; <see langword="null"/> for the client's default.</summary>
    public string? ModelId { get; init; }

    /// <summary>Gets the most tokens of a reply. The default is 16.</summary>
    public int MaxOutputTokens { get; init; } = 16;

    /// <summary>Gets how long a reply may take; <see langword="null"/> waits as long as the client does. The default is 5 minutes.</summary>
    public TimeSpan? Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">The model gave no reply in time.</exception>
    public async ValueTask<ChoiceAnswer> AnswerAsync(string prompt, int choices, CancellationToken cancellationToken = default)
    {
        long drawn = StableKey.Seed(["multiple choice", FormattableString.Invariant($"{seed}"), prompt]);
        ChatOptions options = new() { ModelId = ModelId, Temperature = 0, MaxOutputTokens = MaxOutputTokens, Seed = drawn };
        ChatMessage[] question = [new(ChatRole.System, "Reply with the letter of the right choice and nothing else."), new(ChatRole.User, prompt)];
        try
        {
            ChatResponse response = await _client.GetResponseAsync(question, options, Timeout, TimeProvider.System, NullLogger.Instance, cancellationToken).ConfigureAwait(false);
            return ChoiceReading.Read(response.Text, choices, rule, drawn);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{ClientFailures.Describe(late, Timeout)}.", late);
        }
    }
}
