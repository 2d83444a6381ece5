using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Counts the tokens of a client's answers in a ledger. Thread-safe.</summary>
/// <param name="inner">The client; disposed with this one.</param>
/// <param name="ledger">The ledger; not disposed.</param>
/// <param name="role">The role under which they are counted.</param>
public sealed class UsageChatClient(IChatClient inner, UsageLedger ledger, string role) : DelegatingChatClient(inner)
{
    private readonly UsageLedger _ledger = ledger ?? throw new ArgumentNullException(nameof(ledger));
    private readonly string _role = string.IsNullOrEmpty(role) ? throw new ArgumentException("A role is wanted, e.g. 'expert'.", nameof(role)) : role;

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        _ledger.Add(_role, response.ModelId ?? options?.ModelId, response.Usage);
        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        UsageDetails usage = new();
        string? model = options?.ModelId;
        try
        {
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
            {
                model = update.ModelId ?? model;
                foreach (UsageContent content in update.Contents.OfType<UsageContent>())
                {
                    usage.Add(content.Details);
                }

                yield return update;
            }
        }
        finally
        {
            _ledger.Add(_role, model, usage);
        }
    }
}
