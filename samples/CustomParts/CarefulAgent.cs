namespace SotopiaPi.Samples.CustomParts;

/// <summary>An agent of our own around any other: it leaves before it says its secret. Everything it knows is in the observation.</summary>
internal sealed class CarefulAgent(ISocialAgent inner, string secret) : DelegatingAgent(inner)
{
    public override async ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        AgentTurn turn = await Inner.ActAsync(observation, cancellationToken);
        bool tells = secret.Length > 0 && turn.Action.Argument.Contains(secret, StringComparison.OrdinalIgnoreCase);
        return tells ? turn with { Action = AgentAction.Leave } : turn;
    }
}
