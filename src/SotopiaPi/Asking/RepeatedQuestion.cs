using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SotopiaPi;

/// <summary>A question that is asked until the reply can be used: a reply that cannot be is shown to the model with what is wrong with it, a call that fails is made again.</summary>
/// <param name="client">The model.</param>
/// <param name="options">How it is asked, and how often.</param>
/// <param name="question">The question.</param>
/// <param name="time">Measures the time limit; <see langword="null"/> for the system's time.</param>
/// <param name="logger">Told about calls that do not stop; <see langword="null"/> for nobody.</param>
internal sealed class RepeatedQuestion(IChatClient client, ChatRequestOptions options, IReadOnlyList<ChatMessage> question, TimeProvider? time = null, ILogger? logger = null)
{
    private ChatMessage[] _since = [];       // the last reply that could not be used, and what is wrong with it
    private string _reply = "";

    /// <summary>Gets how often it was asked.</summary>
    public int Attempts { get; private set; }

    /// <summary>Asks until a reply can be used or the attempts are spent.</summary>
    /// <param name="request">Makes the request of an attempt, counted from 0.</param>
    /// <param name="read">Takes a reply; gives what is said to the model about it, or <see langword="null"/> when it can be used.</param>
    /// <param name="fail">Is told why a call failed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AskAsync(Func<int, ChatOptions> request, Func<ModelReply, ChatMessage?> read, Action<Exception> fail, CancellationToken cancellationToken)
    {
        while (Attempts < options.MaxAttempts)
        {
            IReadOnlyList<ChatMessage> messages = [.. question, .. _since];
            ChatOptions asked = request(Attempts++);
            try
            {
                ChatResponse response = await client.GetResponseAsync(messages, asked, options.Timeout, time ?? TimeProvider.System, logger ?? NullLogger.Instance, cancellationToken).ConfigureAwait(false);
                _reply = response.Text;
                if (read(new ModelReply(messages, response.Text, response.ModelId, response.Usage)) is not { } again)
                {
                    return;
                }

                Reject(again);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                fail(e);
            }
        }
    }

    /// <summary>Has the last reply shown with the next attempt, and what is wrong with it.</summary>
    public void Reject(ChatMessage again) => _since = [new ChatMessage(ChatRole.Assistant, _reply), again];
}
