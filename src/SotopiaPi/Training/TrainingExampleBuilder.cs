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
                Observation observation = _environment.Observe(episode.Until(turn).State, seat) with { Problem = taken.Refused };
                string key = StableKey.Of([group, turn.ToString(CultureInfo.InvariantCulture)]);
                examples.Add(new SupervisedExample(key, _prompts.Build(observation), ActionFormat.ToJson(taken.Action, SceneTexts.Names(observation.Scene))) { Group = group });
            }
        }

        return new SeatExamples(examples, failed, idle);
    }
}
