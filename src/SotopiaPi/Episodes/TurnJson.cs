using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Writes and reads turns. A prompt is written as what it adds to the seat's prompt before, since prompts begin with one another.</summary>
internal static class TurnJson
{
    public static void WriteAll(Utf8JsonWriter json, string key, IReadOnlyList<TurnRecord> turns)
    {
        Dictionary<Seat, IReadOnlyList<ChatMessage>> prompts = [];
        json.WriteStartArray(key);
        foreach (TurnRecord turn in turns)
        {
            json.WriteStartObject();
            json.WriteNumber("turn", turn.Turn);
            json.WriteStartObject("acts");
            foreach ((Seat seat, AgentTurn act) in turn.Turns.OrderBy(pair => pair.Key.Index))
            {
                json.WritePropertyName(seat.ToString());
                WriteAct(json, act, prompts.GetValueOrDefault(seat, []));
                if (act.Reply is { } reply)
                {
                    prompts[seat] = reply.Prompt;
                }
            }

            json.WriteEndObject();
            WriteTexts(json, "events", turn.Events);
            WriteEvents(json, "private_events", turn.PrivateEvents);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static IReadOnlyList<TurnRecord> ReadAll(JsonFields fields, string key, bool omitReplies)
    {
        Dictionary<Seat, IReadOnlyList<ChatMessage>> prompts = [];
        List<TurnRecord> turns = [];
        foreach (JsonElement item in fields.List(key))
        {
            JsonFields turn = new(item, key);
            Dictionary<Seat, AgentTurn> acts = [];
            foreach (JsonProperty act in turn.Members("acts"))
            {
                Seat seat = EpisodeStateJson.SeatOf(JsonFields.NameOf(act, "acts"), "acts");
                acts[seat] = ReadAct(new JsonFields(act.Value, "acts"), omitReplies ? null : prompts.GetValueOrDefault(seat, []));
                if (acts[seat].Reply is { } reply)
                {
                    prompts[seat] = reply.Prompt;
                }
            }

            turns.Add(new TurnRecord(turn.Integer("turn"), acts) { Events = turn.Texts("events"), PrivateEvents = ReadEvents(turn, "private_events") });
        }

        return turns;
    }

    public static void WriteEvents(Utf8JsonWriter json, string key, IReadOnlyList<TurnEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        json.WriteStartArray(key);
        foreach (TurnEvent happened in events)
        {
            json.WriteStartObject();
            json.WriteString("text", happened.Text);
            WriteSeats(json, "to", happened.Audience);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static IReadOnlyList<TurnEvent> ReadEvents(JsonFields fields, string key) =>
        [.. fields.List(key).Select(item => new JsonFields(item, key)).Select(happened => new TurnEvent(happened.Text("text"), ReadSeats(happened, "to")))];

    private static void WriteTexts(Utf8JsonWriter json, string key, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.WriteStartArray(key);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteSeats(Utf8JsonWriter json, string key, IReadOnlyList<Seat> seats)
    {
        if (seats.Count == 0)
        {
            return;
        }

        json.WriteStartArray(key);
        foreach (Seat seat in seats)
        {
            json.WriteNumberValue(seat.Index);
        }

        json.WriteEndArray();
    }

    private static IReadOnlyList<Seat> ReadSeats(JsonFields fields, string key) => [.. fields.List(key).Select(seat => new Seat(JsonFields.IntegerOf(seat, key)))];

    private static void WriteAct(Utf8JsonWriter json, AgentTurn act, IReadOnlyList<ChatMessage> before)
    {
        json.WriteStartObject();
        json.WriteString("type", act.Action.Type.Name);
        json.WriteString("argument", act.Action.Argument);
        WriteSeats(json, "to", act.Action.Recipients);
        if (act.Memory is { } memory)
        {
            json.WriteString("memory", memory);
        }

        if (act.Refused is { } refused)
        {
            json.WriteString("refused", refused.Text);
        }

        if (act.Reply is { } reply)
        {
            json.WritePropertyName("reply");
            ReplyJson.Write(json, reply, before);
        }

        if (act.Repair is { } repair)
        {
            json.WritePropertyName("repair");
            ReplyJson.Write(json, repair, []);
        }

        if (act.Failure is { } failure)
        {
            json.WriteStartObject("failure");
            json.WriteString("kind", failure.Kind);
            json.WriteString("message", failure.Message);
            json.WriteString("raw", failure.Raw);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static AgentTurn ReadAct(JsonFields fields, IReadOnlyList<ChatMessage>? before)
    {
        AgentAction action = new(new ActionType(fields.Text("type")), fields.Text("argument"))
        {
            Recipients = ReadSeats(fields, "to"),
        };
        return new AgentTurn(action)
        {
            Memory = fields.OptionalText("memory"),
            Refused = fields.OptionalText("refused") is { } refused ? new ActionProblem(refused) : null,
            Reply = before is null || fields["reply"] is null ? null : ReplyJson.Read(fields.Object("reply"), before),
            Repair = before is null || fields["repair"] is null ? null : ReplyJson.Read(fields.Object("repair"), []),
            Failure = fields["failure"] is null ? null : ReadFailure(fields.Object("failure")),
        };
    }

    private static AgentFailure ReadFailure(JsonFields fields) => new(fields.Text("kind"), fields.Text("message"), fields.OptionalText("raw"));
}
