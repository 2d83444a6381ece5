using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Turns episodes into <see cref="EpisodeLog"/>s, in the version that their <see cref="EpisodeOptions.Semantics"/> name.</summary>
public static class EpisodeLogWriter
{
    /// <summary>Makes the log of an episode.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="rating">Its rating. A seat whose rating has a score without a value counts as failed, as the reference writes it: 0.0.</param>
    /// <param name="judgeModel">The name of the judge's model; <see langword="null"/> for the judge's name, or <c>none</c> without a rating.</param>
    /// <returns>The log; its key is that of the episode.</returns>
    public static EpisodeLog Write(Episode episode, EpisodeRating? rating = null, string? judgeModel = null)
    {
        ArgumentNullException.ThrowIfNull(episode);
        SocialTask task = episode.Task;
        EpisodeLogReward[] rewards = [.. task.Seats.Select(seat => Reward(rating, seat))];
        bool rated = rating is not null && Array.TrueForAll(rewards, reward => reward.Dimensions is not null);
        return new EpisodeLog(episode.Key, task.Environment.Id, [.. task.Agents.Select(agent => agent.Id)], Messages(episode))
        {
            Tag = episode.Tag,
            Models = [judgeModel ?? rating?.Judge ?? "none", .. episode.Seats.Select(seat => seat.Model?.ToString() ?? seat.Role)],
            Reasoning = $"{Comments(episode.State)}\n{(rated ? ReferenceReward.Comments([rating!], []) : "")}",
            Rewards = rated ? rewards : [.. rewards.Select(_ => EpisodeLogReward.Failed)],
            RewardsPrompt = rated && rating!.Reply?.Prompt.FirstOrDefault(message => message.Role == ChatRole.User) is { } question ? $"Prompt after formatting:\n{question.Text}\u001b[0m" : "",
        };
    }

    /// <summary>Says why the episode ended as the reference's rule says it.</summary>
    internal static string Comments(EpisodeState state) => $"Environment comments: terminated: {(state.End is null ? "" : EndReasons(state))}";

    private static string EndReasons(EpisodeState state)
    {
        bool current = state.Options.Semantics == SotopiaSemantics.Current;
        StringBuilder reasons = new();
        if (state.End!.Reason == EndReason.TurnLimit || (current ? state.Turn >= state.Options.MaxTurns : state.Turn > state.Options.MaxTurns))
        {
            reasons.Append("The conversation is too long; ");
        }

        Seat[] left = [.. state.Turns.TakeLast(1).SelectMany(turn => turn.Turns).Where(pair => pair.Value.Action.Type == ActionType.Leave).Select(pair => pair.Key).OrderBy(seat => seat.Index)];
        if (current)
        {
            reasons.Append(state.End.Reason == EndReason.Left ? "Too few active agents; " : "");
        }
        else
        {
            Array.ForEach(left, seat => reasons.Append(CultureInfo.InvariantCulture, $"Agent {seat.Index + 1} is leaving; "));
        }

        return reasons.Append(state.End.Reason == EndReason.Stale || Termination.IsStale(state) ? "The conversation stales for too long; " : "").ToString();
    }

    private static EpisodeLogReward Reward(EpisodeRating? rating, Seat seat)
    {
        if (rating is null || !rating.Scores.TryGetValue(seat, out IReadOnlyDictionary<SocialDimension, Score>? scores) || scores.Count == 0 || scores.Any(pair => pair.Value.Value is null))
        {
            return EpisodeLogReward.Failed;
        }

        ReferenceReward reward = ReferenceReward.Of([rating], seat)!;
        return new EpisodeLogReward(reward.Overall, reward.Scores);
    }

    private static List<IReadOnlyList<LoggedMessage>> Messages(Episode episode)
    {
        Perception perception = Perception.Of(episode.State);
        SotopiaSemantics semantics = episode.State.Options.Semantics;
        List<IReadOnlyList<LoggedMessage>> messages = [];
        for (int turn = 0; turn <= episode.Turns.Count; turn++)
        {
            List<LoggedMessage> own = [.. episode.Task.Seats.Select(seat => new LoggedMessage(LoggedMessage.Environment, perception.Names[seat.Index], Observation(perception, seat, turn)))];
            if (turn < episode.Turns.Count)
            {
                own.AddRange(episode.Task.Seats.Select(seat => new LoggedMessage(
                    perception.Names[seat.Index],
                    LoggedMessage.Environment,
                    ActionText.WithRecipients(episode.Turns[turn].Turns.GetValueOrDefault(seat)?.Action ?? AgentAction.None, perception.Names, semantics))));
            }

            messages.Add(own);
        }

        return messages;
    }

    private static string Observation(Perception perception, Seat seat, int turn) => turn == 0
        ? $"\n{perception.Context(seat)}\nConversation Starts:\n"
        : string.Create(CultureInfo.InvariantCulture, $"Turn #{turn - 1}: {perception.TurnTexts(seat)[turn - 1]}\n");
}
