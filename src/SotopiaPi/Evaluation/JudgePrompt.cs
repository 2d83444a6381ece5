using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>
/// Turns an episode into the messages that a judge is asked. The judge sees everything: full biographies, secrets, goals, private messages. Texts come from the
/// templates <c>judge_system</c>, <c>judge</c> and <c>judge_problem</c> of a prompt pack; those that the pack lacks come from <see cref="PromptPack.Default"/>. A pack with an empty <c>judge_system</c> gets one user message, as the reference asks.
/// </summary>
/// <param name="pack">The pack; the default one when <see langword="null"/>.</param>
public sealed class JudgePrompt(PromptPack? pack = null)
{
    private readonly PromptTemplate _system = Find(pack, "judge_system");
    private readonly PromptTemplate _task = Find(pack, "judge");
    private readonly PromptTemplate _problem = Find(pack, "judge_problem");

    /// <summary>Builds the messages.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="dimensions">The dimensions to rate.</param>
    /// <returns>A system message, unless its template is empty, and a user message.</returns>
    public IReadOnlyList<ChatMessage> Build(Episode episode, IReadOnlyList<SocialDimension> dimensions)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(dimensions);
        string ValueOf(string name) => Value(name, episode, dimensions);
        ChatMessage task = new(ChatRole.User, _task.Fill(ValueOf));
        return _system.Text.Length == 0 ? [task] : [new ChatMessage(ChatRole.System, _system.Fill(ValueOf)), task];
    }

    /// <summary>Builds the message that asks once more.</summary>
    /// <param name="problems">What was wrong with the last reply.</param>
    /// <returns>A user message.</returns>
    public ChatMessage Again(IEnumerable<RatingProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        string list = string.Join("; ", problems.Select(problem => problem.Message).Distinct().Take(8));
        return new ChatMessage(ChatRole.User, _problem.Fill(_ => list));
    }

    internal static PromptTemplate Find(PromptPack? pack, string name) => pack?.Templates.GetValueOrDefault(name) ?? PromptPack.Default.Template(name);

    private static string Value(string name, Episode episode, IReadOnlyList<SocialDimension> dimensions) => name switch
    {
        "scenario" => Markup.Whole(episode.Task.Environment.Scenario),
        "participants" => Participants(episode),
        "transcript" => Transcript(episode),
        "end" => episode.State.End?.Text ?? "The interaction goes on.",
        "dimensions" => string.Join('\n', dimensions.Select(Line)),
        "count" => episode.Task.SeatCount.ToString(CultureInfo.InvariantCulture),
        "keys" => string.Join(", ", episode.Task.Seats.Select(seat => $"\"{AgentKeys.Of(seat)}\"")),
        "schema" => JudgeSchema.Of(episode.Task.SeatCount, dimensions).GetRawText(),
        "history" => ReferenceHistory.Of(episode),
        _ => throw new FormatException($"The judge's template uses the unknown name {{{name}}}; known here: scenario, participants, transcript, end, dimensions, count, keys, schema, history."),
    };

    private static string Line(SocialDimension dimension) => double.IsFinite(dimension.Minimum) && double.IsFinite(dimension.Maximum)
        ? FormattableString.Invariant($"- {dimension.Name} ({dimension.Minimum} to {dimension.Maximum}): {dimension.Definition}")
        : $"- {dimension.Name}: {dimension.Definition}";

    private static string Participants(Episode episode)
    {
        StringBuilder text = new();
        foreach (Seat seat in episode.Task.Seats)
        {
            AgentProfile agent = episode.Task.Agents[seat.Index];
            text.Append(seat.Index == 0 ? "" : "\n").Append(CultureInfo.InvariantCulture, $"- \"{AgentKeys.Of(seat)}\" is {agent.Name}. {Biography.Full(agent)}")
                .Append("\n  Goal: ").Append(Markup.Whole(episode.Task.Environment.Goals[seat.Index]));
        }

        return text.ToString();
    }

    private static string Transcript(Episode episode)
    {
        string[] names = [.. episode.Task.Agents.Select(agent => agent.Name)];
        StringBuilder text = new();
        foreach (TurnRecord turn in episode.Turns)
        {
            IEnumerable<string> deeds = turn.Turns.OrderBy(pair => pair.Key.Index).Select(pair => ActionText.By(names[pair.Key.Index], pair.Value.Action, names));
            text.Append(text.Length == 0 ? "" : "\n").Append(CultureInfo.InvariantCulture, $"{turn.Turn + 1}. ").AppendJoin("\n   ", deeds.Concat(turn.Events));
        }

        return text.Length == 0 ? "(nothing happened)" : text.ToString();
    }
}
