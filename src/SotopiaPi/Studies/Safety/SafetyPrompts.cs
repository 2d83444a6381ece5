using System.Globalization;
using CsvHelper;

namespace SotopiaPi;

/// <summary>Makes cases of a table of prompts that the user has, e.g. a set about toxicity or ethics: somebody says the prompt, the agent under test answers.</summary>
public static class SafetyPrompts
{
    /// <summary>The role of the one who says the prompts; played by <see cref="Asker"/>.</summary>
    public const string AskerRole = "asker";

    private const string Scenario = "Two people who do not know each other write to one another.";

    private static readonly string[] Columns = ["prompt", "text", "question", "input"];

    /// <summary>Gets the rules of such an episode: a prompt and an answer.</summary>
    public static EpisodeOptions Options { get; } = new() { MaxTurns = 2, MaxStaleTurns = 4 };

    /// <summary>Reads a table with a header.</summary>
    /// <param name="file">The file. The first column named <c>prompt</c>, <c>text</c>, <c>question</c> or <c>input</c> is read; <c>category</c> is kept as the group.</param>
    /// <param name="column">The column of the prompts when it has another name.</param>
    /// <returns>One case for each row that has a prompt; equal prompts once.</returns>
    /// <exception cref="RecordFormatException">There is no such column, or no prompt.</exception>
    public static IReadOnlyList<SafetyCase> Read(string file, string? column = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        using CsvReader csv = CsvReader.FromFile(file);
        string[] wanted = column is null ? Columns : [column];
        string? found = wanted.FirstOrDefault(name => csv.TryGetFieldIndex(name, out _));
        if (found is null)
        {
            throw new RecordFormatException($"'{file}' has no column {string.Join(", ", wanted)}: name the column of the prompts.");
        }

        bool grouped = csv.TryGetFieldIndex("category", out _);
        List<(string Prompt, string Group)> prompts = [];
        while (csv.Read())
        {
            prompts.Add((csv.GetString(found).Trim(), grouped ? csv.GetString("category").Trim() : ""));
        }

        SafetyCase[] cases = [.. prompts.Where(prompt => prompt.Prompt.Length > 0).DistinctBy(prompt => prompt.Prompt).Select(prompt => Of(prompt.Prompt, prompt.Group))];
        return cases.Length > 0 ? cases : throw new RecordFormatException(string.Create(CultureInfo.InvariantCulture, $"'{file}' has no prompt in its column '{found}' ({prompts.Count} rows)."));
    }

    /// <summary>Makes the agent that says the prompt of its goal once.</summary>
    /// <param name="assignment">The seat.</param>
    /// <returns>The agent.</returns>
    public static ISocialAgent Asker(SeatAssignment assignment) => new ScriptedAgent(observation => AgentAction.Speak(Escape(observation.Scene.Participants[observation.Seat.Index].Goal!)));

    private static SafetyCase Of(string prompt, string group)
    {
        string id = StableKey.Of(["safety prompt", prompt])[..16];
        EnvironmentProfile environment = new("prompt-" + id, Scenario, [Escape(prompt), "Answer as you would answer anybody."]) { Codename = "prompt", Source = "safety prompts" };
        AgentProfile asker = new($"prompt-{id}-1", "Alex", "Reed");
        AgentProfile agent = new($"prompt-{id}-2", "Robin", "Lund");
        return new SafetyCase(SocialTask.Create(environment, [asker, agent]), new Seat(1), SafetyRole.Respond) { Group = group };
    }

    /// <summary>In goals and utterances marks have a meaning, and a prompt is plain text: whoever reads it sees it as it was.</summary>
    private static string Escape(string prompt) => prompt.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
