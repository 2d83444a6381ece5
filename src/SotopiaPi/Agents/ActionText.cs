using System.Globalization;

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
    /// <returns>The sentence.</returns>
    public static string By(string name, AgentAction action, IReadOnlyList<string> seatNames)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(seatNames);
        return action.Recipients.Count == 0
            ? $"{name} {Of(action)}"
            : string.Create(CultureInfo.InvariantCulture, $"{name} [private to {string.Join(", ", action.Recipients.Select(seat => SeatNames.Of(seat, seatNames)))}] {Of(action)}");
    }
}
