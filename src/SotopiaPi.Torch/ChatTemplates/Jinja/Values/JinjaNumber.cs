namespace SotopiaPi.Torch;

/// <summary>Numbers: whole ones are <see cref="long"/>, others <see cref="double"/>, and truth values count as 1 and 0.</summary>
internal static class JinjaNumber
{
    public static bool TryInteger(object? value, out long number)
    {
        (bool isInteger, number) = value switch
        {
            long whole => (true, whole),
            bool flag => (true, flag ? 1L : 0L),
            _ => (false, 0L),
        };
        return isInteger;
    }

    public static bool TryDouble(object? value, out double number)
    {
        bool isInteger = TryInteger(value, out long whole);
        number = value is double real ? real : whole;
        return isInteger || value is double;
    }

    public static long ToInteger(object? value) => TryInteger(value, out long number)
        ? number
        : throw JinjaError.Type($"'{PythonText.TypeName(value)}' object cannot be interpreted as an integer");

    public static double ToDouble(object? value) => TryDouble(value, out double number)
        ? number
        : throw JinjaError.Type($"must be real number, not {PythonText.TypeName(value)}");

    /// <summary>A double as a whole number, rounded towards zero.</summary>
    public static long Truncate(double value) => Math.Abs(value) < long.MaxValue
        ? (long)value
        : throw new JinjaError("OverflowError", "the number is too large for an integer of this interpreter (64 bits)");
}
