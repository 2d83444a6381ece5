using System.Globalization;

namespace SotopiaPi;

/// <summary>Reads a script: JSON objects with <c>name</c>, <c>action_type</c> and <c>argument</c> anywhere in the text, or lines like <c>Ada Reed said: "Hello."</c>.</summary>
internal static class ScriptReader
{
    /// <exception cref="ScriptFormatException">There is no turn in the text, or one of them cannot be understood.</exception>
    public static IReadOnlyList<(Seat Seat, AgentAction Action)> Read(string script, IReadOnlyList<string> names)
    {
        IReadOnlyList<(Seat, AgentAction)> turns = FromJson(script, names);
        turns = turns.Count > 0 ? turns : FromLines(script, names);
        return turns.Count > 0 ? turns : throw new ScriptFormatException($"the script has no turn; wanted JSON objects with name, action_type and argument, or lines like {names[0]} said: \"…\"", script);
    }

    private static List<(Seat Seat, AgentAction Action)> FromJson(string script, IReadOnlyList<string> names)
    {
        List<(Seat, AgentAction)> turns = [];
        foreach (Dictionary<string, object?> members in new LenientJson(script).Objects().Where(members => members.ContainsKey("actiontype")))
        {
            string where = string.Create(CultureInfo.InvariantCulture, $"turn {turns.Count + 1} of the script");
            string name = members.GetValueOrDefault("name") as string ?? throw new ScriptFormatException($"{where} has no name; wanted one of {string.Join(", ", names)}", script);
            ActionReading reading = new ActionReader(script, ActionType.All, names).ReadMembers(members);
            turns.Add((Known(name, names, where, script), reading.Action ?? throw new ScriptFormatException($"{where}: {reading.Failure!.Message}", script)));
        }

        return turns;
    }

    private static List<(Seat Seat, AgentAction Action)> FromLines(string script, IReadOnlyList<string> names)
    {
        List<(Seat, AgentAction)> turns = [];
        foreach (string line in script.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            for (int seat = 0; seat < names.Count; seat++)
            {
                int start = line.IndexOf(names[seat] + " ", StringComparison.Ordinal);
                bool leads = start == 0 || (start > 0 && line.StartsWith("Turn #", StringComparison.Ordinal) && line[..start].TrimEnd().EndsWith(':'));
                if (leads && LoggedAction.TryRead(line[(start + names[seat].Length + 1)..], names) is { } action)
                {
                    turns.Add((new Seat(seat), action));
                    break;
                }
            }
        }

        return turns;
    }

    private static Seat Known(string name, IReadOnlyList<string> names, string where, string script)
    {
        Seat seat = SeatNames.Find(name, names);
        return seat == SeatNames.Unknown ? throw new ScriptFormatException($"{where} is of \"{name}\", who is not in the scene; wanted one of {string.Join(", ", names)}", script) : seat;
    }
}
