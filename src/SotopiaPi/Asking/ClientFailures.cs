using System.Globalization;

namespace SotopiaPi;

/// <summary>Says why a client gave no reply.</summary>
internal static class ClientFailures
{
    /// <summary>Describes an exception of a call that its caller did not cancel.</summary>
    /// <param name="exception">What the call threw.</param>
    /// <param name="limit">How long it was allowed to take; <see langword="null"/> for no limit.</param>
    /// <param name="who">What asked, e.g. <c>the client</c>.</param>
    public static string Describe(Exception exception, TimeSpan? limit, string who = "the client") => (exception, limit) switch
    {
        (OperationCanceledException, { } time) => string.Create(
            CultureInfo.InvariantCulture, $"{who} gave no reply within {time.TotalSeconds:0.###} s; allow more time or ask fewer at once{CallLeftBehindException.Suffix(exception)}"),
        (OperationCanceledException, null) => $"{who} gave up waiting for a reply{CallLeftBehindException.Suffix(exception)}",
        _ => $"{who} failed: {exception.GetType().Name}: {exception.Message}",
    };
}
