using System.Globalization;

namespace SotopiaPi;

/// <summary>Turns a seat of an episode into examples: what the seat was shown at each of its turns, by the same rules and the same prompts as at play, and what it did.</summary>
/// <param name="environment">The rules under which the episode was played.</param>
/// <param name="prompts">The prompts with which it was played.</param>
public sealed class TrainingExampleBuilder(ISocialEnvironment environment, PromptBuilder prompts)
{
    private readonly ISocialEnvironment _environment = environment ?? throw new ArgumentNullException(nameof(environment));
    private readonly PromptBuilder _prompts = prompts ?? throw new ArgumentNullException(nameof(prompts));

    /// <summary>Builds the examples.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="seat">The seat to imitate.</param>
    /// <returns>The examples, and what was left out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The episode has no such seat.</exception>
    public SeatExamples Build(Episode episode, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)seat.Index, (uint)episode.Task.SeatCount, nameof(seat));
        string group = StableKey.Of(["seat", episode.Key, seat.ToString()]);
        List<SupervisedExample> examples = [];
        (int failed, int idle) = (0, 0);
        for (int turn = 0; turn < episode.Turns.Count; turn++)
        {
            if (!episode.Turns[turn].Turns.TryGetValue(seat, out AgentTurn? taken))
            {
                continue;
            }

            if (taken.Failure is not null)
            {
                failed++;
            }
            else if (taken.Action.Type == ActionType.None)
            {
                idle++;
            }
            else
            {
                Observation observation = _environment.Observe(Before(episode, turn, seat), seat);
                string key = StableKey.Of([group, turn.ToString(CultureInfo.InvariantCulture)]);
                examples.Add(new SupervisedExample(key, _prompts.Build(observation), ActionFormat.ToJson(taken.Action, SceneTexts.Names(observation.Scene))) { Group = group });
            }
        }

        return new SeatExamples(examples, failed, idle);
    }

    /// <summary>The state in which the seat was asked, with what it remembered then: the memory of its last turn, or at its first turn the recalled one, which agents that keep none pass on.</summary>
    private static EpisodeState Before(Episode episode, int turn, Seat seat)
    {
        EpisodeState state = episode.Until(turn).State;
        AgentTurn? last = episode.Turns.Take(turn).LastOrDefault(played => played.Turns.ContainsKey(seat))?.Turns[seat];
        string? memory = last is not null ? last.Memory : episode.Turns[turn].Turns[seat].Memory;
        if (memory == state.Memories.GetValueOrDefault(seat))
        {
            return state;
        }

        Dictionary<Seat, string> memories = new(state.Memories);
        memories.Remove(seat);
        if (memory is not null)
        {
            memories[seat] = memory;
        }

        return state with { Memories = memories };
    }
}
