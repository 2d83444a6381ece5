namespace SotopiaPi;

/// <summary>Reads one reply as an action.</summary>
internal sealed class ActionReader(string reply, IReadOnlyList<ActionType> available, IReadOnlyList<string> seatNames)
{
    private const string Wanted = """wanted {"action_type": "...", "argument": "..."}""";
    private const string EndOfThoughts = "</think>";

    public ActionReading Read()
    {
        if (string.IsNullOrWhiteSpace(reply))
        {
            return Fail($"the reply is empty; {Wanted}");
        }

        ActionReading? first = null;
        foreach (Dictionary<string, object?> members in new LenientJson(AfterThoughts()).Objects())
        {
            if (!members.ContainsKey("actiontype"))
            {
                continue;
            }

            ActionReading reading = ReadMembers(members);
            if (reading.Action is not null)
            {
                return reading;
            }

            first ??= reading;
        }

        return first ?? Fail($"the reply holds no complete JSON object with the key 'action_type'; {Wanted}");
    }

    private string AfterThoughts()
    {
        int end = reply.LastIndexOf(EndOfThoughts, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? reply : reply[(end + EndOfThoughts.Length)..];
    }

    /// <summary>Reads the members of one object; the key of the kind must be there.</summary>
    public ActionReading ReadMembers(Dictionary<string, object?> members)
    {
        object? type = members["actiontype"];
        if (type is not string name || ActionTypeOf(name) is not { } actionType)
        {
            return Fail($"action_type is {Shown(type)}; wanted one of {string.Join(", ", available.Select(known => $"\"{known}\""))}");
        }

        if (TextOf(members.GetValueOrDefault("argument")) is not { } argument)
        {
            return Fail($"argument is {Shown(members["argument"])}; wanted a text");
        }

        bool silent = actionType == ActionType.None || actionType == ActionType.Leave;
        return new ActionReading(new AgentAction(actionType, silent ? "" : argument) { Recipients = RecipientsOf(members.GetValueOrDefault("to")) }, null);
    }

    private ActionType? ActionTypeOf(string name)
    {
        string wanted = Normalize(name);
        foreach (ActionType type in available.Concat(ActionType.All))
        {
            if (Normalize(type.Name) == wanted)
            {
                return type;
            }
        }

        return wanted == "nonverbal" ? ActionType.NonVerbal : null;
    }

    private IReadOnlyList<Seat> RecipientsOf(object? to)
    {
        List<object?> names = to switch
        {
            List<object?> list => list,
            string { Length: > 0 } name => [name],
            Bare bare when TextOf(bare) is { Length: > 0 } name => [name],
            _ => [],
        };
        return names.Count == 0 ? [] : [.. names.Select(name => TextOf(name) is { } text ? SeatNames.Find(text, seatNames) : SeatNames.Unknown).Distinct()];
    }

    /// <summary>Texts as they are, numbers and words as written, nothing as the empty text, a list of one by its item; <see langword="null"/> for all else.</summary>
    private static string? TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        Bare bare => bare.Text is "null" or "None" ? "" : JsonEscape.Sound(bare.Text),
        List<object?> { Count: 0 } => "",
        List<object?> { Count: 1 } list when list[0] is string or Bare => TextOf(list[0]),
        _ => null,
    };

    private static string Shown(object? value) => value switch
    {
        string text => $"\"{(text.Length > 60 ? text[..60] + "…" : text)}\"",
        Bare bare => bare.Text.Length > 60 ? bare.Text[..60] + "…" : bare.Text,
        List<object?> => "a list",
        _ => "an object",
    };

    private static string Normalize(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private ActionReading Fail(string message) => new(null, new AgentFailure(AgentFailure.Parse, message, reply));
}
