namespace SotopiaPi;

/// <summary>Says that an action is addressed to somebody who cannot be addressed.</summary>
internal static class RecipientProblem
{
    public static string Text(IReadOnlyList<Seat> recipients, IReadOnlyList<Seat> allowed, IReadOnlyList<string> names, SotopiaSemantics semantics)
    {
        if (semantics != SotopiaSemantics.Current)
        {
            return $"The action is addressed to somebody who cannot be addressed; possible are {string.Join(", ", Names(allowed, names))}, or nobody for a public action.";
        }

        // The reference of 2026 shows its validation error as it is.
        string wrong = PythonText.List(Names(recipients.Except(allowed), names));
        string all = PythonText.List(Names(recipients, names));
        return $"1 validation error for AgentAction\nto\n  Invalid recipient(s) in 'to': {wrong}. Allowed: {PythonText.List(Names(allowed, names))}. "
            + $"Regenerate with `to` subset of allowed, or omit `to` for public. [type=invalid_to, input_value={all}, input_type=list]";
    }

    private static IEnumerable<string> Names(IEnumerable<Seat> seats, IReadOnlyList<string> names) =>
        seats.Select(seat => seat == SeatNames.Unknown ? "unknown" : SeatNames.Of(seat, names));
}
