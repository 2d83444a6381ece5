using System.Globalization;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Writes profiles as lines of the published JSON files (<c>agent_id</c>, <c>env_id</c> …); <see cref="ProfileFolder"/> reads them.</summary>
public static class ReferenceLines
{
    /// <summary>Writes a character.</summary>
    /// <param name="agent">The character.</param>
    /// <param name="version">The version; the release of 2023 has no <c>model_id</c>.</param>
    /// <returns>The line without its end.</returns>
    public static string Of(AgentProfile agent, ReferenceVersion version = ReferenceVersion.Head)
    {
        ArgumentNullException.ThrowIfNull(agent);
        JsonObject json = new() { ["agent_id"] = agent.Id };
        AddAgentFields(json, agent);
        json["mbti"] = agent.Mbti;
        if (version != ReferenceVersion.V2023)
        {
            json["model_id"] = agent.ModelId;
        }

        return PythonJson.Write(json);
    }

    /// <summary>Writes a situation.</summary>
    /// <param name="environment">The situation.</param>
    /// <returns>The line without its end.</returns>
    public static string Of(EnvironmentProfile environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        JsonObject json = new() { ["env_id"] = environment.Id };
        AddEnvironmentFields(json, environment, Number(environment.Relationship));
        json["agent_constraint"] = (JsonNode?)Constraint(environment) ?? "none";
        return PythonJson.Write(json);
    }

    /// <summary>Writes a relationship.</summary>
    /// <param name="relationship">The relationship.</param>
    /// <returns>The line without its end.</returns>
    public static string Of(Relationship relationship)
    {
        ArgumentNullException.ThrowIfNull(relationship);
        return PythonJson.Write(new JsonObject
        {
            ["relationship_id"] = relationship.Id,
            ["agent1_id"] = relationship.FirstAgentId,
            ["agent2_id"] = relationship.SecondAgentId,
            ["relationship"] = Number(relationship.Type),
            ["background_story"] = relationship.BackgroundStory,
        });
    }

    /// <summary>Writes a combination.</summary>
    /// <param name="combination">The combination.</param>
    /// <returns>The line without its end.</returns>
    public static string Of(TaskCombination combination)
    {
        ArgumentNullException.ThrowIfNull(combination);
        return PythonJson.Write(new JsonObject { ["combo_id"] = combination.Id, ["env_id"] = combination.EnvironmentId, ["agent_ids"] = EpisodeLogJson.Texts(combination.AgentIds) });
    }

    internal static void AddAgentFields(JsonObject json, AgentProfile agent)
    {
        json["first_name"] = agent.FirstName;
        json["last_name"] = agent.LastName;
        json["age"] = agent.Age;
        json["occupation"] = agent.Occupation;
        json["gender"] = agent.Gender;
        json["gender_pronoun"] = agent.GenderPronoun;
        json["public_info"] = agent.PublicInfo;
        json["big_five"] = agent.BigFive;
        json["moral_values"] = EpisodeLogJson.Texts(agent.MoralValues);
        json["schwartz_personal_values"] = EpisodeLogJson.Texts(agent.SchwartzPersonalValues);
        json["personality_and_values"] = agent.PersonalityAndValues;
        json["decision_making_style"] = agent.DecisionMakingStyle;
        json["secret"] = agent.Secret;
    }

    internal static void AddEnvironmentFields(JsonObject json, EnvironmentProfile environment, JsonNode relationship)
    {
        json["codename"] = environment.Codename;
        json["source"] = environment.Source;
        json["scenario"] = environment.Scenario;
        json["agent_goals"] = EpisodeLogJson.Texts(environment.Goals);
        json["relationship"] = relationship;
        json["age_constraint"] = environment.AgeConstraint;
        json["occupation_constraint"] = environment.OccupationConstraint;
    }

    internal static JsonArray? Constraint(EnvironmentProfile environment) =>
        environment.AgentConstraint is { } constraint ? [.. constraint.Select(ids => (JsonNode)EpisodeLogJson.Texts(ids))] : null;

    private static string Number(RelationshipType type) => ((int)type).ToString(CultureInfo.InvariantCulture);
}
