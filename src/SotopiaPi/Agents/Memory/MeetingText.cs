using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>Tells an episode as one seat lived it: the scene, its own goal, what it perceived. Nothing that was hidden from it.</summary>
internal static class MeetingText
{
    public static string Of(ISocialEnvironment environment, SeatAssignment self, Episode episode)
    {
        Observation observation = environment.Observe(episode.State, self.Seat);
        StringBuilder text = new();
        text.Append("Scene: ").Append(observation.Scene.Scenario).Append('\n');
        text.Append("Your goal: ").Append(observation.Scene.Participants[self.Seat.Index].Goal).Append('\n');
        foreach (ObservedMessage message in observation.History.Where(message => !message.IsRefusal && message.Action?.Type != ActionType.None))
        {
            text.Append(message.Text).Append('\n');
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Joins the notes of earlier meetings; <see langword="null"/> when there are none.</summary>
    public static string? Join(IReadOnlyList<MemoryNote> notes) => notes.Count == 0
        ? null
        : string.Join("\n\n", notes.Select((note, i) => string.Create(CultureInfo.InvariantCulture, $"Meeting {i + 1}:\n{note.Text}")));

    public static string[] Others(SeatAssignment self, IReadOnlyList<AgentProfile> agents) => [.. agents.Where((_, i) => i != self.Seat.Index).Select(agent => agent.Id)];
}
