using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Reads and writes profiles under the keys of the published data, both styles: <c>pk</c> and <c>agent_id</c>, <c>agent_1_id</c> and <c>agent1_id</c>.</summary>
internal static class ProfileJson
{
    public static AgentProfile ReadAgent(JsonElement json)
    {
        JsonFields fields = new(json);
        return new AgentProfile(fields.Text(fields.Either("pk", "agent_id")), fields.Text("first_name"), fields.Text("last_name"))
        {
            Age = fields.Integer("age", 0),
            Occupation = fields.Text("occupation", ""),
            Gender = fields.Text("gender", ""),
            GenderPronoun = fields.Text("gender_pronoun", ""),
            PublicInfo = fields.Text("public_info", ""),
            BigFive = fields.Text("big_five", ""),
            MoralValues = fields.Texts("moral_values"),
            SchwartzPersonalValues = fields.Texts("schwartz_personal_values"),
            PersonalityAndValues = fields.Text("personality_and_values", ""),
            DecisionMakingStyle = fields.Text("decision_making_style", ""),
            Secret = fields.Text("secret", ""),
            ModelId = fields.Text("model_id", ""),
            Mbti = fields.Text("mbti", ""),
            Tag = fields.Text("tag", ""),
        };
    }

    public static EnvironmentProfile ReadEnvironment(JsonElement json)
    {
        JsonFields fields = new(json);
        return new EnvironmentProfile(fields.Text(fields.Either("pk", "env_id")), fields.Text("scenario", ""), fields.Texts("agent_goals"))
        {
            Codename = fields.Text("codename", ""),
            Source = fields.Text("source", ""),
            Relationship = RelationshipOf(fields),
            AgeConstraint = fields.OptionalText("age_constraint"),
            OccupationConstraint = fields.OptionalText("occupation_constraint"),
            AgentConstraint = AgentConstraintOf(fields),
            GameMetadata = fields["game_metadata"] is { } game ? MetadataOf(game) : null,
            Tag = fields.Text("tag", ""),
        };
    }

    public static Relationship ReadRelationship(JsonElement json)
    {
        JsonFields fields = new(json);
        string first = fields.Text(fields.Either("agent_1_id", "agent1_id"));
        string second = fields.Text(fields.Either("agent_2_id", "agent2_id"));
        return new Relationship(fields.Text(fields.Either("pk", "relationship_id")), first, second, RelationshipOf(fields))
        {
            BackgroundStory = fields.Text("background_story", ""),
            Tag = fields.Text("tag", ""),
        };
    }

    public static TaskCombination ReadCombination(JsonElement json)
    {
        JsonFields fields = new(json);
        return new TaskCombination(fields.Text(fields.Either("pk", "combo_id")), fields.Text("env_id"), fields.Texts("agent_ids"));
    }

    /// <summary>Writes a character under the stored keys; empty fields are left out.</summary>
    public static void WriteAgent(Utf8JsonWriter json, AgentProfile agent)
    {
        json.WriteStartObject();
        json.WriteString("pk", agent.Id);
        json.WriteString("first_name", agent.FirstName);
        json.WriteString("last_name", agent.LastName);
        json.WriteNumber("age", agent.Age);
        Text(json, "occupation", agent.Occupation);
        Text(json, "gender", agent.Gender);
        Text(json, "gender_pronoun", agent.GenderPronoun);
        Text(json, "public_info", agent.PublicInfo);
        Text(json, "big_five", agent.BigFive);
        Texts(json, "moral_values", agent.MoralValues);
        Texts(json, "schwartz_personal_values", agent.SchwartzPersonalValues);
        Text(json, "personality_and_values", agent.PersonalityAndValues);
        Text(json, "decision_making_style", agent.DecisionMakingStyle);
        Text(json, "secret", agent.Secret);
        Text(json, "model_id", agent.ModelId);
        Text(json, "mbti", agent.Mbti);
        Text(json, "tag", agent.Tag);
        json.WriteEndObject();
    }

    /// <summary>Writes a situation under the stored keys; empty fields are left out.</summary>
    public static void WriteEnvironment(Utf8JsonWriter json, EnvironmentProfile environment)
    {
        json.WriteStartObject();
        json.WriteString("pk", environment.Id);
        Text(json, "codename", environment.Codename);
        Text(json, "source", environment.Source);
        json.WriteString("scenario", environment.Scenario);
        json.WriteStartArray("agent_goals");
        foreach (string goal in environment.Goals)
        {
            json.WriteStringValue(goal);
        }

        json.WriteEndArray();
        json.WriteNumber("relationship", (int)environment.Relationship);
        Text(json, "age_constraint", environment.AgeConstraint);
        Text(json, "occupation_constraint", environment.OccupationConstraint);
        WriteConstraint(json, environment.AgentConstraint);
        if (environment.GameMetadata is { } game)
        {
            json.WritePropertyName("game_metadata");
            game.WriteTo(json);
        }

        Text(json, "tag", environment.Tag);
        json.WriteEndObject();
    }

    public static RelationshipType RelationshipOf(JsonFields fields)
    {
        if (fields["relationship"] is not { } value)
        {
            return RelationshipType.Stranger;
        }

        string text = value.ValueKind == JsonValueKind.String ? JsonFields.TextOf(value, "relationship") : value.GetRawText();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && Enum.IsDefined((RelationshipType)number)
            ? (RelationshipType)number
            : throw new RecordFormatException("relationship", $"found {JsonFields.Shown(value)}, wanted a number from 0 (stranger) to 5 (family member)");
    }

    private static IReadOnlyList<IReadOnlyList<string>>? AgentConstraintOf(JsonFields fields)
    {
        const string Key = "agent_constraint";
        if (fields[Key] is not { } value || (value.ValueKind == JsonValueKind.String && JsonFields.TextOf(value, Key) == "none"))
        {
            return null;
        }

        return
        [
            .. fields.List(Key).Select(seat => seat.ValueKind == JsonValueKind.Array
                ? (IReadOnlyList<string>)[.. seat.EnumerateArray().Select(id => JsonFields.TextOf(id, Key))]
                : throw new RecordFormatException(Key, $"found {JsonFields.Shown(seat)} in the list, wanted a list of ids for each seat")),
        ];
    }

    private static JsonObject MetadataOf(JsonElement value) => value.ValueKind == JsonValueKind.Object
        ? JsonObject.Create(value.Clone())!
        : throw new RecordFormatException("game_metadata", $"found {JsonFields.Shown(value)}, wanted an object");

    private static void WriteConstraint(Utf8JsonWriter json, IReadOnlyList<IReadOnlyList<string>>? constraint)
    {
        if (constraint is null)
        {
            return;
        }

        json.WriteStartArray("agent_constraint");
        foreach (IReadOnlyList<string> ids in constraint)
        {
            json.WriteStartArray();
            foreach (string id in ids)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string key, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            json.WriteString(key, text);
        }
    }

    private static void Texts(Utf8JsonWriter json, string key, IReadOnlyList<string> texts)
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
}
