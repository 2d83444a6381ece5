namespace SotopiaPi;

/// <summary>The texts of an observation's scene under the names that templates use.</summary>
internal sealed class SceneTexts(PromptPack pack, Observation observation)
{
    /// <summary>The recalled memory in the pack's words; empty when there is none.</summary>
    public string Memory => observation.Memory is { } memory ? pack.Memory.Fill(_ => memory) : "";

    private ObservedParticipant Self => observation.Scene.Participants[observation.Seat.Index];

    public static string[] Names(ObservedScene scene) => [.. scene.Participants.Select(participant => participant.Name)];

    public string ValueOf(string name) => name switch
    {
        "agent_name" => observation.AgentName,
        "other_names" => And([.. observation.Scene.Participants.Where(participant => participant.Seat != observation.Seat).Select(participant => participant.Name)]),
        "scenario" => observation.Scene.Scenario,
        "participants" => string.Join('\n', observation.Scene.Participants.Where(participant => participant.Background.Length > 0).Select(Line)),
        "own_goal" => Self.Goal ?? "",
        "own_background" => Self.Background,
        "context" => observation.Text,
        "action_list" => string.Join(' ', observation.Available.Select(type => type.Name)),
        "format" => pack.Format,
        "memory" => observation.Memory ?? "",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not a name of the scene"),
    };

    /// <summary>Joins names as English does: <c>A</c>, <c>A and B</c>, <c>A, B, and C</c>.</summary>
    public static string And(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "",
        1 => names[0],
        2 => $"{names[0]} and {names[1]}",
        _ => $"{string.Join(", ", names.Take(names.Count - 1))}, and {names[^1]}",
    };

    private string Line(ObservedParticipant participant) =>
        pack.Participant.Fill(name => name == "name" ? participant.Name : participant.Background);
}
