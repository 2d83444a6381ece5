using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>
/// Records what any agent asks a chat client and gets back, as episodes to learn from: one for each conversation, in which a request continues the conversation whose
/// messages and last reply it begins with. A conversation is written when it ends: after silence, by <see cref="FlushAsync"/>, or when the client is disposed.
/// Thread-safe. Only text is recorded; a conversation in which tools or media are used is left out from there on.
/// </summary>
public sealed class TrainingRecorder : DelegatingChatClient
{
    /// <summary>The key of <c>ChatOptions.AdditionalProperties</c> under which a request sets its own consent tag.</summary>
    public const string ConsentProperty = "consent_tag";

    private readonly IEpisodeStore _store;
    private readonly TrainingRecorderOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RecordedConversation> _open = new(StringComparer.Ordinal);

    /// <summary>Makes a recorder around a client.</summary>
    /// <param name="inner">The client; disposed with this one.</param>
    /// <param name="store">Where the episodes go; not disposed. A <see cref="RecordedEpisodeStore"/> can delete them again.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <param name="time">Measures silence; <see langword="null"/> for the system's time.</param>
    public TrainingRecorder(IChatClient inner, IEpisodeStore store, TrainingRecorderOptions? options = null, TimeProvider? time = null)
        : base(inner)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _options = options?.Clone() ?? new TrainingRecorderOptions();
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        ChatResponse response = await base.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
        await RecordAsync(asked, options, response).ConfigureAwait(false);
        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        List<ChatResponseUpdate> updates = [];
        await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(asked, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            yield return update;
        }

        await RecordAsync(asked, options, updates.ToChatResponse()).ConfigureAwait(false);
    }

    /// <summary>Ends all open conversations and writes them.</summary>
    /// <param name="cancellationToken">Cancels before the next write.</param>
    /// <returns>The keys of the episodes written.</returns>
    public async Task<IReadOnlyList<string>> FlushAsync(CancellationToken cancellationToken = default) =>
        await WriteAsync(Take(_ => true), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                Task.Run(() => FlushAsync()).GetAwaiter().GetResult();
            }
            catch (Exception e)
            {
                _options.OnError?.Invoke(e);
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>What goes wrong here must never reach the agent: its answer has arrived.</summary>
    private async Task RecordAsync(IReadOnlyList<ChatMessage> asked, ChatOptions? options, ChatResponse response)
    {
        try
        {
            RecordedConversation? ended = Enter(asked, options, response);
            List<RecordedConversation> silent = TakeEnded();
            await WriteAsync(ended is null ? silent : [ended, .. silent], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _options.OnError?.Invoke(e);
        }
    }

    /// <summary>Enters an exchange; gives back the conversation when it ends before it because of something that is not text.</summary>
    private RecordedConversation? Enter(IReadOnlyList<ChatMessage> asked, ChatOptions? options, ChatResponse response)
    {
        string tag = options?.AdditionalProperties?.GetValueOrDefault(ConsentProperty) as string ?? _options.ConsentTag;
        string[] ends = Hashes(tag, [.. asked, .. response.Messages]);
        lock (_lock)
        {
            (RecordedConversation conversation, int known) = Continued(ends, asked.Count) ?? (new RecordedConversation(tag, 0), 0);
            if (!asked.Concat(response.Messages).All(IsText))
            {
                return conversation;
            }

            ChatMessage[] prompt = [.. Redacted(options?.Instructions is { } instructions ? [new ChatMessage(ChatRole.System, instructions), .. asked] : asked)];
            conversation.Hear(known == 0 ? prompt : Redacted(asked.Skip(known)));
            if (_options.Redact(new ChatMessage(ChatRole.Assistant, response.Text)) is { } reply)
            {
                conversation.Answer(new ModelReply(prompt, reply.Text, response.ModelId ?? options?.ModelId, response.Usage));
            }

            conversation.LastUsed = _time.GetTimestamp();
            _open[ends[^1]] = conversation;
            return null;
        }
    }

    /// <summary>Finds the open conversation that the request continues, and how many of its messages that one holds.</summary>
    private (RecordedConversation Conversation, int Known)? Continued(string[] ends, int asked)
    {
        for (int count = asked; count > 0; count--)
        {
            if (_open.Remove(ends[count - 1], out RecordedConversation? open))
            {
                return (open, count);
            }
        }

        return null;
    }

    private IEnumerable<ChatMessage> Redacted(IEnumerable<ChatMessage> messages) => messages.Select(_options.Redact).OfType<ChatMessage>();

    private List<RecordedConversation> TakeEnded()
    {
        long now = _time.GetTimestamp();
        List<RecordedConversation> ended = Take(open => _time.GetElapsedTime(open.LastUsed, now) >= _options.IdleTime);
        lock (_lock)
        {
            foreach (string key in _open.OrderBy(open => open.Value.LastUsed).Select(open => open.Key).Take(Math.Max(0, _open.Count - _options.MaxOpen)).ToArray())
            {
                _open.Remove(key, out RecordedConversation? oldest);
                ended.Add(oldest!);
            }
        }

        return ended;
    }

    private List<RecordedConversation> Take(Func<RecordedConversation, bool> which)
    {
        lock (_lock)
        {
            KeyValuePair<string, RecordedConversation>[] taken = [.. _open.Where(open => which(open.Value))];
            Array.ForEach(taken, open => _open.Remove(open.Key));
            return [.. taken.Select(open => open.Value)];
        }
    }

    private async Task<IReadOnlyList<string>> WriteAsync(List<RecordedConversation> conversations, CancellationToken cancellationToken)
    {
        List<string> written = [];
        foreach (RecordedConversation conversation in conversations.Where(conversation => conversation.HasReplies))
        {
            Episode episode = conversation.ToEpisode(_options.Client);
            await _store.TryAppendAsync(episode, cancellationToken).ConfigureAwait(false);
            written.Add(episode.Key);
        }

        return written;
    }

    private static bool IsText(ChatMessage message) => message.Role != ChatRole.Tool && message.Contents.All(content => content is TextContent or TextReasoningContent or UsageContent);

    /// <summary>The hash of the first message, of the first two, and so on: each made of the one before.</summary>
    private static string[] Hashes(string tag, ChatMessage[] messages)
    {
        string[] hashes = new string[messages.Length];
        string last = tag;
        for (int i = 0; i < messages.Length; i++)
        {
            hashes[i] = last = StableKey.Of([last, messages[i].Role.Value, messages[i].Text]);
        }

        return hashes;
    }
}
