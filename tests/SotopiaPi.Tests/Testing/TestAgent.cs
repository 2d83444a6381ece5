namespace SotopiaPi.Tests;

/// <summary>An agent that answers with a function of the observation and of the number of the call, and remembers what it saw.</summary>
internal sealed class TestAgent(Func<Observation, int, AgentTurn> act) : ISocialAgent
{
    private int _calls;

    public List<Observation> Seen { get; } = [];

    public ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        Seen.Add(observation);
        return ValueTask.FromResult(act(observation, _calls++));
    }
}
