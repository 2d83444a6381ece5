using System.Globalization;

namespace SotopiaPi;

/// <summary>A place at the table: 0 … n−1 in the order of the task's characters. Everything about a player is keyed by seat.</summary>
/// <param name="Index">The index, from 0.</param>
public readonly record struct Seat(int Index)
{
    /// <inheritdoc/>
    public override string ToString() => Index.ToString(CultureInfo.InvariantCulture);
}
