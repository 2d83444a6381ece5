namespace SotopiaPi;

/// <summary>A call was cancelled, but its client does not stop.</summary>
internal sealed class CallLeftBehindException() : OperationCanceledException(Reason)
{
    /// <summary>What the reports of a late reply add.</summary>
    public const string Reason = "it did not stop when told to and may still be running: use a client that observes its cancellation token";

    /// <summary>Returns <c>; </c> and the reason when the exception is of this kind, else nothing.</summary>
    public static string Suffix(Exception exception) => exception is CallLeftBehindException ? $"; {Reason}" : "";
}
