using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests;

/// <summary>What a turn costs does not grow with the turns before it, beyond the text that must be shown.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class TurnCostTests
{
    private const int Window = 100;

    [Test]
    public async Task A_turn_allocates_as_much_late_as_early()
    {
        DialogueEnvironment environment = new();
        PromptBuilder prompts = new(PromptPack.Default);
        EpisodeState state = environment.Begin(TestTasks.Pair(), new EpisodeOptions { MaxTurns = 2000, MaxStaleTurns = 2000 });
        List<(long Step, long Prompt, long Shown)> costs = [];
        while (state.Turn < 1000)
        {
            long start = GC.GetAllocatedBytesForCurrentThread();
            Seat seat = environment.ActiveSeats(state)[0];
            Observation observation = environment.Observe(state, seat);
            long observed = GC.GetAllocatedBytesForCurrentThread();
            IReadOnlyList<ChatMessage> prompt = prompts.Build(observation);
            long built = GC.GetAllocatedBytesForCurrentThread();
            ValueTask<EpisodeState> next = environment.StepAsync(state, new Dictionary<Seat, AgentTurn> { [seat] = new(AgentAction.Speak("I say the same as before.")) });
            Assert.That(next.IsCompletedSuccessfully, Is.True, "the step stays on this thread, whose bytes are counted");
            state = await next;
            costs.Add((observed - start + GC.GetAllocatedBytesForCurrentThread() - built, built - observed, prompt.Sum(message => message.Text.Length)));
        }

        (long Step, double Prompt) Mean(int from) => (costs.Skip(from).Take(Window).Sum(cost => cost.Step) / Window, costs.Skip(from).Take(Window).Sum(cost => (double)cost.Prompt) / costs.Skip(from).Take(Window).Sum(cost => cost.Shown));
        ((long earlyStep, double earlyPrompt), (long lateStep, double latePrompt)) = (Mean(20), Mean(900));
        Assert.That(lateStep, Is.LessThan(1.3 * earlyStep), "bytes a step, observation included");
        Assert.That(latePrompt, Is.LessThan(1.3 * earlyPrompt), "bytes for each character shown");
    }
}
