namespace SotopiaPi.Torch;

/// <summary>
/// Patterns of JSON values (RFC 8259) in one spelling: <c>": "</c> and <c>", "</c> between parts, no other white space. Strings are
/// well-formed UTF-8 without lone surrogates. Numbers are short enough for <see cref="long"/> and <see cref="double"/>.
/// </summary>
internal static class JsonPatterns
{
    private const int IntegerDigits = 18;
    private const int FractionDigits = 17;

    private static readonly BytePattern s_digit = BytePattern.Range((byte)'0', (byte)'9');
    private static readonly BytePattern s_hex = BytePattern.OneOf(ByteSet.Of("0123456789abcdefABCDEF"u8));
    private static readonly BytePattern s_continuation = BytePattern.Range(0x80, 0xBF);

    public static BytePattern Null { get; } = BytePattern.Text("null");

    public static BytePattern Boolean { get; } = BytePattern.Choice(BytePattern.Text("true"), BytePattern.Text("false"));

    /// <summary>A whole number of at most 18 digits.</summary>
    public static BytePattern Integer { get; } = BytePattern.Sequence(
        BytePattern.Optional(BytePattern.Text("-")),
        BytePattern.Choice(
            BytePattern.Text("0"),
            BytePattern.Sequence(BytePattern.Range((byte)'1', (byte)'9'), BytePattern.Repeat(s_digit, 0, IntegerDigits - 1))));

    /// <summary>A number: an integer, then at most 17 digits after the point, then an exponent of at most two digits.</summary>
    public static BytePattern Number { get; } = BytePattern.Sequence(
        Integer,
        BytePattern.Optional(BytePattern.Sequence(BytePattern.Text("."), BytePattern.Repeat(s_digit, 1, FractionDigits))),
        BytePattern.Optional(BytePattern.Sequence(
            BytePattern.OneOf(ByteSet.Of("eE"u8)), BytePattern.Optional(BytePattern.OneOf(ByteSet.Of("+-"u8))), BytePattern.Repeat(s_digit, 1, 2))));

    /// <summary>One character of a string: itself, or an escape. A character outside the basic plane is one, however it is spelled.</summary>
    private static BytePattern Character { get; } = BytePattern.Choice(
        BytePattern.OneOf(ByteSet.Range(0x20, 0x21) | ByteSet.Range(0x23, 0x5B) | ByteSet.Range(0x5D, 0x7F)),
        Bytes((0xC2, 0xDF), 1),
        Bytes((0xE0, 0xE0), (0xA0, 0xBF), 1),
        Bytes((0xE1, 0xEC), 2),
        Bytes((0xED, 0xED), (0x80, 0x9F), 1),
        Bytes((0xEE, 0xEF), 2),
        Bytes((0xF0, 0xF0), (0x90, 0xBF), 2),
        Bytes((0xF1, 0xF3), 3),
        Bytes((0xF4, 0xF4), (0x80, 0x8F), 2),
        BytePattern.Sequence(BytePattern.Text("\\"), BytePattern.OneOf(ByteSet.Of("\"\\/bfnrt"u8))),
        BytePattern.Sequence(BytePattern.Text("\\u"), BytePattern.OneOf(ByteSet.Of("0123456789abcefABCEF"u8)), BytePattern.Repeat(s_hex, 3, 3)),
        BytePattern.Sequence(BytePattern.Text("\\u"), HexD(), BytePattern.Range((byte)'0', (byte)'7'), BytePattern.Repeat(s_hex, 2, 2)),
        BytePattern.Sequence(SurrogateEscape("89abAB"u8), SurrogateEscape("cdefCDEF"u8)));

    /// <summary>A string with a number of characters within the limits.</summary>
    public static BytePattern String(int minLength = 0, int? maxLength = null) => BytePattern.Sequence(
        BytePattern.Text("\""), BytePattern.Repeat(Character, minLength, maxLength), BytePattern.Text("\""));

    /// <summary>An array with a number of items within the limits.</summary>
    public static BytePattern Array(BytePattern item, int minItems = 0, int? maxItems = null)
    {
        if (maxItems == 0)
        {
            return BytePattern.Text("[]");
        }

        BytePattern more = BytePattern.Sequence(BytePattern.Text(", "), item);
        BytePattern items = maxItems is null && minItems <= 1
            ? BytePattern.Separated(item, ", ")
            : BytePattern.Sequence(item, BytePattern.Repeat(more, Math.Max(minItems, 1) - 1, maxItems - 1));
        return BytePattern.Sequence(BytePattern.Text("["), minItems == 0 ? BytePattern.Optional(items) : items, BytePattern.Text("]"));
    }

    /// <summary>An object with any names whose values match the pattern.</summary>
    public static BytePattern Map(BytePattern value) => BytePattern.Sequence(
        BytePattern.Text("{"),
        BytePattern.Optional(BytePattern.Separated(BytePattern.Sequence(String(), BytePattern.Text(": "), value), ", ")),
        BytePattern.Text("}"));

    /// <summary>Any value whose arrays and objects lie in one another at most <paramref name="depth"/> deep.</summary>
    public static BytePattern Any(int depth)
    {
        BytePattern[] scalars = [Null, Boolean, Number, String()];
        if (depth == 0)
        {
            return BytePattern.Choice(scalars);
        }

        BytePattern inner = Any(depth - 1);
        return BytePattern.Choice([.. scalars, Array(inner), Map(inner)]);
    }

    private static BytePattern Bytes((byte First, byte Last) lead, int continuations) =>
        BytePattern.Sequence(BytePattern.Range(lead.First, lead.Last), BytePattern.Repeat(s_continuation, continuations, continuations));

    private static BytePattern Bytes((byte First, byte Last) lead, (byte First, byte Last) second, int continuations) => BytePattern.Sequence(
        BytePattern.Range(lead.First, lead.Last), BytePattern.Range(second.First, second.Last), BytePattern.Repeat(s_continuation, continuations, continuations));

    private static BytePattern HexD() => BytePattern.OneOf(ByteSet.Of("dD"u8));

    private static BytePattern SurrogateEscape(ReadOnlySpan<byte> thirdDigit) =>
        BytePattern.Sequence(BytePattern.Text("\\u"), HexD(), BytePattern.OneOf(ByteSet.Of(thirdDigit)), BytePattern.Repeat(s_hex, 2, 2));
}
