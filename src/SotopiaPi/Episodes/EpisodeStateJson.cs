using System.Globalization;
using System.Text.Json;

namespace SotopiaPi;

/// <summary>Writes and reads episodes: task, seats, options, turns, memories and end.</summary>
internal static class EpisodeStateJson
{
    public static void WriteEpisode(Utf8JsonWriter json, Episode episode)
    {
        json.WriteStartObject();
        json.WriteString("key", episode.Key);
        json.WriteString("environment", episode.Environment);
        json.WriteString("tag", episode.Tag);
        json.WritePropertyName("task");
        WriteTask(json, episode.Task);
        json.WriteStartArray("seats");
        foreach (SeatAssignment seat in episode.Seats)
        {
            WriteSeat(json, seat, episode.Task);
        }

        json.WriteEndArray();
        json.WritePropertyName("options");
        OptionsJson.Write(json, episode.State.Options);
        json.WriteNumber("turn", episode.State.Turn);
        TurnJson.WriteAll(json, "turns", episode.Turns);
        WriteMemories(json, "memories", episode.State.Memories);
        WriteMemories(json, "recalled", episode.State.Recalled);
        TurnJson.WriteEvents(json, "opening", episode.State.Opening);
        if (episode.State.End is { } end)
        {
            json.WriteStartObject("end");
            json.WriteString("reason", end.Reason.Name);
            json.WriteString("text", end.Text);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static Episode ReadEpisode(JsonFields fields, bool omitReplies)
    {
        SocialTask task = ReadTask(fields.Object("task"));
        SeatAssignment[] seats = [.. fields.List("seats").Select(item => ReadSeat(new JsonFields(item, "seats"), task))];
        EpisodeEnd? end = fields["end"] is null ? null : new EpisodeEnd(new EndReason(fields.Object("end").Text("reason")), fields.Object("end").Text("text"));
        EpisodeState state = new(task, OptionsJson.Read(fields.Object("options")), fields.Integer("turn"), TurnJson.ReadAll(fields, "turns", omitReplies), ReadMemories(fields, "memories"), end)
        {
            Recalled = ReadMemories(fields, "recalled"), Opening = TurnJson.ReadEvents(fields, "opening"),
        };
        return new Episode(fields.Text("key"), seats, state) { Environment = fields.Text("environment"), Tag = fields.OptionalText("tag") };
    }

    private static void WriteTask(Utf8JsonWriter json, SocialTask task)
    {
        json.WriteStartObject();
        json.WriteString("key", task.Key);
        json.WriteNumber("relationship", (int)task.Relationship);
        json.WritePropertyName("environment");
        ProfileJson.WriteEnvironment(json, task.Environment);
        json.WriteStartArray("agents");
        foreach (AgentProfile agent in task.Agents)
        {
            ProfileJson.WriteAgent(json, agent);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static SocialTask ReadTask(JsonFields fields) =>
        new(fields.Text("key"), ProfileJson.ReadEnvironment(fields.Required("environment")), [.. fields.List("agents").Select(ProfileJson.ReadAgent)])
        {
            Relationship = ProfileJson.RelationshipOf(fields),
        };

    private static void WriteSeat(Utf8JsonWriter json, SeatAssignment seat, SocialTask task)
    {
        json.WriteStartObject();
        json.WriteNumber("seat", seat.Seat.Index);
        json.WriteString("role", seat.Role);
        if (seat.Model is { } model)
        {
            json.WriteString("client", model.Client);
            json.WriteString("adapter", model.Adapter);
        }

        if (seat.Seat.Index >= task.SeatCount || !ReferenceEquals(seat.Profile, task.Agents[seat.Seat.Index]))
        {
            json.WritePropertyName("profile");
            ProfileJson.WriteAgent(json, seat.Profile);
        }

        json.WriteEndObject();
    }

    private static SeatAssignment ReadSeat(JsonFields fields, SocialTask task)
    {
        int index = fields.Integer("seat");
        AgentProfile profile = fields["profile"] is { } own ? ProfileJson.ReadAgent(own)
            : index >= 0 && index < task.SeatCount ? task.Agents[index]
            : throw new RecordFormatException("seat", $"found {index}, wanted a seat of the task's {task.SeatCount}");
        ModelRef? model = fields.OptionalText("client") is { } client ? new ModelRef(client, fields.OptionalText("adapter")) : null;
        return new SeatAssignment(new Seat(index), profile, fields.Text("role"), model);
    }

    private static void WriteMemories(Utf8JsonWriter json, string key, IReadOnlyDictionary<Seat, string> memories)
    {
        if (memories.Count == 0)
        {
            return;
        }

        json.WriteStartObject(key);
        foreach ((Seat seat, string memory) in memories.OrderBy(pair => pair.Key.Index))
        {
            json.WriteString(seat.ToString(), memory);
        }

        json.WriteEndObject();
    }

    private static Dictionary<Seat, string> ReadMemories(JsonFields fields, string key)
    {
        Dictionary<Seat, string> memories = [];
        foreach (JsonProperty memory in fields.Members(key))
        {
            memories[SeatOf(JsonFields.NameOf(memory, key), key)] = JsonFields.TextOf(memory.Value, key);
        }

        return memories;
    }

    public static Seat SeatOf(string name, string field) => int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index)
        ? new Seat(index)
        : throw new RecordFormatException(field, $"found the key \"{name}\", wanted the number of a seat");
}
