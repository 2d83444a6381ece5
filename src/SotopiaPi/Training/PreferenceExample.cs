using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>
/// A comparison: what was done on one side is preferred to what was done on the other. With one turn on each side it is an example of DPO
/// (arXiv:2305.18290); with the turns of a segment, from where two conversations part, one of SDPO (arXiv:2501.01821).
/// </summary>
/// <param name="Key">The stable key.</param>
/// <param name="Chosen">The turns of the preferred side, at least one; only their replies count in the loss.</param>
/// <param name="Rejected">The turns of the other side, at least one. SDPO wants as many as on the preferred side.</param>
public sealed record PreferenceExample(string Key, IReadOnlyList<ExampleTurn> Chosen, IReadOnlyList<ExampleTurn> Rejected) : TrainingExample(Key)
{
    /// <summary>Compares two replies to one prompt.</summary>
    /// <param name="key">The stable key.</param>
    /// <param name="prompt">The messages exactly as they are sent at play.</param>
    /// <param name="chosen">The preferred reply.</param>
    /// <param name="rejected">The other reply.</param>
    /// <returns>The comparison.</returns>
    public static PreferenceExample Of(string key, IReadOnlyList<ChatMessage> prompt, string chosen, string rejected) =>
        new(key, [new ExampleTurn(prompt, chosen)], [new ExampleTurn(prompt, rejected)]);

    /// <summary>
    /// Compares two conversations of a seat that begin alike: from the first turn at which prompt or reply differ, as many turns of each as
    /// the shorter one has left.
    /// </summary>
    /// <param name="key">The stable key.</param>
    /// <param name="chosen">The turns of the preferred conversation, oldest first (<see cref="SeatExamples.Examples"/>).</param>
    /// <param name="rejected">The turns of the other one.</param>
    /// <param name="maxTurns">The most turns of a side; at least 1. <see langword="null"/> for all that are left.</param>
    /// <returns>The comparison; <see langword="null"/> where one conversation has no turn that differs.</returns>
    public static PreferenceExample? OfSegments(string key, IReadOnlyList<SupervisedExample> chosen, IReadOnlyList<SupervisedExample> rejected, int? maxTurns = null)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        ArgumentNullException.ThrowIfNull(rejected);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTurns ?? 1, 1, nameof(maxTurns));
        int first = chosen.Zip(rejected).TakeWhile(pair => IsSame(pair.First, pair.Second)).Count();
        int turns = Math.Min(Math.Min(chosen.Count, rejected.Count) - first, maxTurns ?? int.MaxValue);
        return turns < 1 ? null : new PreferenceExample(key, Segment(chosen, first, turns), Segment(rejected, first, turns));
    }

    private static ExampleTurn[] Segment(IReadOnlyList<SupervisedExample> turns, int first, int count) =>
        [.. turns.Skip(first).Take(count).Select(turn => new ExampleTurn(turn.Prompt, turn.Reply))];

    private static bool IsSame(SupervisedExample a, SupervisedExample b) => a.Reply == b.Reply && a.Prompt.Count == b.Prompt.Count
        && a.Prompt.Zip(b.Prompt).All(pair => pair.First.Role == pair.Second.Role && pair.First.Text == pair.Second.Text);
}
