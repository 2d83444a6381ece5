using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi;

/// <summary>Writes and reads episode logs as lines of the published file of episodes (<c>sotopia_pi_episodes.jsonl</c>; sotopia-lab/sotopia: <c>episodes_to_jsonl</c>).</summary>
public static class EpisodeLines
{
    private const string Start = "Conversation Starts:\n\n";

    /// <summary>Writes a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="task">Its task, for the scenario, the biographies and the goals.</param>
    /// <returns>The line without its end.</returns>
    /// <exception cref="RecordFormatException">A rating failed: this format has no place for that.</exception>
    public static string Write(EpisodeLog log, SocialTask task)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(task);
        if (log.Rewards.Any(reward => reward.Dimensions is null))
        {
            throw new RecordFormatException("rewards", $"the rating of episode '{log.Id}' failed, and the published format has no place for that: leave the episode out, or rate it again");
        }

        return PythonJson.Write(new JsonObject
        {
            ["episode_id"] = log.Id,
            ["environment_id"] = log.EnvironmentId,
            ["agent_ids"] = EpisodeLogJson.Texts(log.AgentIds),
            ["experiment_tag"] = log.Tag,
            ["experiment_model_name_pairs"] = log.Models is null ? null : EpisodeLogJson.Texts(log.Models),
            ["raw_messages"] = EpisodeLogJson.Messages(log),
            ["raw_rewards"] = EpisodeLogJson.Rewards(log.Rewards),
            ["raw_rewards_prompt"] = log.RewardsPrompt,
            ["scenario"] = task.Environment.Scenario,
            ["codename"] = task.Environment.Codename,
            ["agents_background"] = ByName(task, seat => Biography.Full(task.Agents[seat.Index])),
            ["social_goals"] = ByName(task, seat => task.Environment.Goals[seat.Index]),
            ["social_interactions"] = Interactions(log),
            ["reasoning"] = log.Reasoning,
            ["rewards"] = EpisodeLogJson.Rewards(log.Rewards),
        });
    }

    /// <summary>Reads a log.</summary>
    /// <param name="line">The line as JSON.</param>
    /// <returns>The log.</returns>
    /// <exception cref="RecordFormatException">The line is malformed; the message names the field.</exception>
    public static EpisodeLog Read(JsonElement line)
    {
        JsonFields fields = new(line);
        return EpisodeLogJson.Checked(new EpisodeLog(fields.Text("episode_id"), fields.Text("environment_id"), fields.Texts("agent_ids"), EpisodeLogJson.ReadMessages(fields, "raw_messages"))
        {
            Tag = fields.OptionalText("experiment_tag"),
            Models = fields["experiment_model_name_pairs"] is null ? null : fields.Texts("experiment_model_name_pairs"),
            Reasoning = fields.Text("reasoning", ""),
            Rewards = EpisodeLogJson.ReadRewards(fields, "raw_rewards"),
            RewardsPrompt = fields.Text("raw_rewards_prompt", ""),
        });
    }

    private static JsonObject ByName(SocialTask task, Func<Seat, string> textOf)
    {
        JsonObject byName = [];
        foreach (Seat seat in task.Seats)
        {
            byName[task.Agents[seat.Index].Name] = textOf(seat);
        }

        return byName;
    }

    /// <summary>The turns as people read them, without the two contexts before the first one.</summary>
    private static string Interactions(EpisodeLog log)
    {
        string turns = string.Join("\n\n", HumanRendering.Of(log).SkipLast(2));
        int first = turns.IndexOf(Start, StringComparison.Ordinal);
        int second = first < 0 ? -1 : turns.IndexOf(Start, first + Start.Length, StringComparison.Ordinal);
        return second < 0 ? "" : turns[(second + Start.Length)..].Trim('\n');
    }
}
