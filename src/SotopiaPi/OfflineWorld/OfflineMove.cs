namespace SotopiaPi;

/// <summary>Names what an utterance of the offline world does.</summary>
internal enum OfflineMoveKind
{
    Other,
    Price,
    Split,
    Accept,
    Leave,
}

/// <summary>What an utterance does, and with which numbers.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="First">The price, or the pieces of the first kind that the speaker takes.</param>
/// <param name="Second">The pieces of the second kind.</param>
/// <param name="Third">The pieces of the third kind.</param>
/// <param name="Claims">Whether it ends with the claim that both win.</param>
internal readonly record struct OfflineMove(OfflineMoveKind Kind, int First = 0, int Second = 0, int Third = 0, bool Claims = false)
{
    public static OfflineMove Accept { get; } = new(OfflineMoveKind.Accept);

    public static OfflineMove Leave { get; } = new(OfflineMoveKind.Leave);

    public bool IsOffer => Kind is OfflineMoveKind.Price or OfflineMoveKind.Split;
}
