using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Settings of a <see cref="TrainingRecorder"/>. Copied by it.</summary>
public sealed class TrainingRecorderOptions
{
    /// <summary>Gets or sets the tag that every record carries: it says what the people recorded have agreed to, and records are deleted by it.</summary>
    /// <value>Not empty. The default is <c>recorded</c>. A request sets another one with <see cref="TrainingRecorder.ConsentProperty"/>.</value>
    public string ConsentTag
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = "recorded";

    /// <summary>Gets or sets what removes from a message what must not be written; it gets each message before anything is kept. <see langword="null"/> from it leaves the message out.</summary>
    /// <value>The default keeps messages as they are. When it throws, the conversation is not recorded.</value>
    public Func<ChatMessage, ChatMessage?> Redact
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = message => message;

    /// <summary>Gets or sets the key of the chat client that the records name as the model.</summary>
    /// <value>The default is <c>agent</c>.</value>
    public string Client
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = Player.AgentRole;

    /// <summary>Gets or sets after how much silence a conversation counts as ended; it is looked at when another request comes.</summary>
    /// <value>More than zero. The default is 30 minutes.</value>
    public TimeSpan IdleTime
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets how many conversations are open at once; beyond it the one that was silent longest is ended.</summary>
    /// <value>At least 1. The default is 1024.</value>
    public int MaxOpen
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 1024;

    /// <summary>Gets or sets what is told when a conversation could not be recorded; the caller of the chat client never notices.</summary>
    public Action<Exception>? OnError { get; set; }

    internal TrainingRecorderOptions Clone() => (TrainingRecorderOptions)MemberwiseClone();
}
