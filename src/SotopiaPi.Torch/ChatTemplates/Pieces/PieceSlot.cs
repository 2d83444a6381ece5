namespace SotopiaPi.Torch;

/// <summary>
/// A part of a turn that is encoded on its own: a text, in which <c>{{content}}</c> stands for the message, or a special token.
/// </summary>
public sealed record PieceSlot
{
    private PieceSlot(string value, PieceSlotKind kind) => (Value, Kind) = (value, kind);

    /// <summary>Gets the token that begins a text.</summary>
    public static PieceSlot Bos { get; } = new("", PieceSlotKind.Bos);

    /// <summary>Gets the token that ends a reply.</summary>
    public static PieceSlot Eos { get; } = new("", PieceSlotKind.Eos);

    internal string Value { get; }

    internal PieceSlotKind Kind { get; }

    /// <summary>Makes a slot of text.</summary>
    /// <param name="text">The text, e.g. <c>[INST] {{content}} [/INST]</c>.</param>
    public static PieceSlot Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new PieceSlot(text, PieceSlotKind.Text);
    }

    /// <summary>Makes a slot of one token.</summary>
    /// <param name="token">The token as the vocabulary writes it, e.g. <c>[INST]</c>.</param>
    public static PieceSlot Token(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return new PieceSlot(token, PieceSlotKind.Token);
    }
}

/// <summary>The kinds of slots.</summary>
internal enum PieceSlotKind
{
    Text,
    Token,
    Bos,
    Eos,
}
