namespace SotopiaPi;

/// <summary>Settings of a <see cref="ResilientChatClient"/>. Copied by it.</summary>
public sealed class ResilientChatClientOptions
{
    /// <summary>Gets or sets how often a failed request is tried again.</summary>
    /// <value>At least 0. The default is 6, as in the reference's settings.</value>
    public int MaxRetries
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 6;

    /// <summary>Gets or sets the wait before the first new try; it doubles from try to try, with jitter.</summary>
    /// <value>More than zero, at most a day. The default is 2 seconds.</value>
    public TimeSpan FirstDelay
    {
        get;
        set => field = Wait(value);
    } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets the longest wait between tries.</summary>
    /// <value>More than zero, at most a day. The default is 1 minute.</value>
    public TimeSpan MaxDelay
    {
        get;
        set => field = Wait(value);
    } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how many requests run at once; <see langword="null"/> for any number.</summary>
    /// <value>At least 1, or <see langword="null"/>, the default.</value>
    public int? MaxConcurrency
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(value));
            field = value;
        }
    }

    /// <summary>Gets or sets how many requests begin per minute, new tries included; <see langword="null"/> for any number.</summary>
    /// <value>More than 0, or <see langword="null"/>, the default.</value>
    public double? RequestsPerMinute
    {
        get;
        set => field = Rate(value);
    }

    /// <summary>Gets or sets how many tokens, read and written, are used per minute on average; <see langword="null"/> for any number. A request waits until earlier ones are paid off.</summary>
    /// <value>More than 0, or <see langword="null"/>, the default.</value>
    public double? TokensPerMinute
    {
        get;
        set => field = Rate(value);
    }

    /// <summary>Gets or sets what tells errors that may pass from those that stay.</summary>
    /// <value>
    /// The default knows network errors, time-outs and the HTTP states 408, 429 and 5xx of <see cref="HttpRequestException"/>, as causes too. A client with exceptions of its
    /// own needs its own rule, e.g. <c>error => error is ClientResultException { Status: 429 or >= 500 } || ResilientChatClientOptions.IsTransientByDefault(error)</c>.
    /// </value>
    public Func<Exception, bool> IsTransient
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = IsTransientByDefault;

    /// <summary>Gets or sets what reads from an error how long the service asks to wait; <see langword="null"/> where it says nothing.</summary>
    public Func<Exception, TimeSpan?>? RetryAfter { get; set; }

    /// <summary>Tells whether an error may pass: network errors, time-outs, the HTTP states 408, 429 and 5xx.</summary>
    /// <param name="error">The error.</param>
    /// <returns><see langword="true"/> when another try may help.</returns>
    public static bool IsTransientByDefault(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error switch
        {
            HttpRequestException { StatusCode: { } status } => (int)status is 408 or 429 or >= 500,
            HttpRequestException or IOException or TimeoutException or OperationCanceledException or System.Net.Sockets.SocketException => true,
            _ => error.InnerException is { } cause && IsTransientByDefault(cause),
        };
    }

    internal ResilientChatClientOptions Clone() => (ResilientChatClientOptions)MemberwiseClone();

    private static TimeSpan Wait(TimeSpan value) =>
        value > TimeSpan.Zero && value <= TimeSpan.FromDays(1) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Wanted a time above zero and up to a day.");

    private static double? Rate(double? value) =>
        value is null or > 0 && (value is null || double.IsFinite(value.Value)) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Wanted a number above 0, or null for no limit.");
}
