namespace SotopiaPi;

/// <summary>Puts actions into words as the other seats perceive them (sotopia-lab/sotopia: <c>AgentAction.to_natural_language</c>).</summary>
public static class ActionText
{
    /// <summary>Says what was done, without the doer: <c>said: "Hello."</c>, <c>[action] pays</c>, <c>left the conversation</c>.</summary>
    /// <param name="action">The action.</param>
    /// <returns>The words; an own kind of an environment is written like <c>[vote] Ben</c>.</returns>
    public static string Of(AgentAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action.Type.Name switch
        {
            "none" => "did nothing",
            "speak" => $"said: \"{action.Argument}\"",
            "leave" => "left the conversation",
            _ => $"[{action.Type}] {action.Argument}",
        };
    }

    /// <summary>Says who did what: <c>Ada Reed said: "Hello."</c>; a private action is marked: <c>Ada Reed [private to Ben Cole] said: "Hello."</c>.</summary>
    /// <param name="name">The doer's name.</param>
    /// <param name="action">The action.</param>
    /// <param name="seatNames">The names of all seats in order, for recipients.</param>
    /// <param name="semantics">Whose layout to use: <see cref="SotopiaSemantics.Current"/> writes two spaces and the recipients as a list in brackets.</param>
    /// <returns>The sentence.</returns>
    public static string By(string name, AgentAction action, IReadOnlyList<string> seatNames, SotopiaSemantics semantics = SotopiaSemantics.V2023) =>
        $"{name} {WithRecipients(action, seatNames, semantics)}";

    /// <summary>Says what was done and to whom, without the doer.</summary>
    internal static string WithRecipients(AgentAction action, IReadOnlyList<string> seatNames, SotopiaSemantics semantics)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(seatNames);
        IEnumerable<string> names = action.Recipients.Select(seat => SeatNames.Of(seat, seatNames));
        bool isPublic = action.Recipients.Count == 0;
        return semantics switch
        {
            SotopiaSemantics.Current when isPublic => $" {Of(action)}",
            SotopiaSemantics.Current => $"[private to {PythonText.List(names)}]  {Of(action)}",
            _ when isPublic => Of(action),
            _ => $"[private to {string.Join(", ", names)}] {Of(action)}",
        };
    }
}
