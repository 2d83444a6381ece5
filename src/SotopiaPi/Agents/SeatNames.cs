using System.Globalization;

namespace SotopiaPi;

/// <summary>Names seats and finds them by name.</summary>
internal static class SeatNames
{
    public static readonly Seat Unknown = new(-1);

    /// <summary>The name under which a seat is addressed: its character's, or its number where that is missing or not unique.</summary>
    public static string Of(Seat seat, IReadOnlyList<string>? names)
    {
        if (names is null || seat.Index < 0 || seat.Index >= names.Count)
        {
            return seat.ToString();
        }

        string name = names[seat.Index];
        return names.Count(other => other == name) == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({seat.Index})");
    }

    /// <summary>The seat addressed by a name: the exact one, else one that differs in case only, else a number; <see cref="Unknown"/> otherwise.</summary>
    public static Seat Find(string name, IReadOnlyList<string> names)
    {
        string wanted = name.Trim();
        foreach (StringComparison comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
        {
            for (int i = 0; i < names.Count; i++)
            {
                if (string.Equals(Of(new Seat(i), names), wanted, comparison))
                {
                    return new Seat(i);
                }
            }
        }

        return int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && (index < names.Count || names.Count == 0) ? new Seat(index) : Unknown;
    }
}
