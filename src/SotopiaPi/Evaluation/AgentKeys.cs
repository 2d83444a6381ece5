using System.Globalization;

namespace SotopiaPi;

/// <summary>The keys under which judges name seats: <c>agent_1</c> for seat 0, as the reference does.</summary>
internal static class AgentKeys
{
    public static string Of(Seat seat) => string.Create(CultureInfo.InvariantCulture, $"agent_{seat.Index + 1}");

    /// <summary>Keys are compared without case, spaces, hyphens and underscores.</summary>
    public static string Normalize(string key) => string.Concat(key.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
