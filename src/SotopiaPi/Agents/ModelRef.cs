namespace SotopiaPi;

/// <summary>Names a model: the role of a keyed chat client, and the adapter it is asked for.</summary>
/// <param name="Client">The key of the chat client: <c>agent</c>, <c>expert</c>, <c>partner</c>, <c>judge</c>, <c>generator</c> or <c>repair</c>.</param>
/// <param name="Adapter">The adapter's name, sent as the model id of each request; <see langword="null"/> for the client's default model.</param>
public sealed record ModelRef(string Client, string? Adapter = null)
{
    /// <inheritdoc/>
    public override string ToString() => Adapter is null ? Client : Client + "/" + Adapter;
}
