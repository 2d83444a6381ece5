using System.Globalization;

namespace SotopiaPi;

/// <summary>One round of the method: collect episodes, rate them, keep the good seats, train an adapter on them.</summary>
/// <param name="Name">The name; also that of the adapter the round makes.</param>
/// <param name="Collection">The episodes to learn from.</param>
public sealed record Round(string Name, CollectionPlan Collection)
{
    /// <summary>Gets the adapter to train on from.</summary>
    public RoundStart Start { get; init; } = RoundStart.Previous;

    /// <summary>Gets the roles whose turns are learnt.</summary>
    /// <value>The default is <c>agent</c> and <c>expert</c>: never the fixed partner.</value>
    public IReadOnlyList<string> LearnFrom { get; init; } = [Player.AgentRole, Player.ExpertRole];

    /// <summary>Gets the name of the judge whose ratings the filter reads; <see langword="null"/> for the first judge registered.</summary>
    public string? Judge { get; init; }

    /// <summary>Gets the name of the filter; <see langword="null"/> for the first one registered.</summary>
    public string? Filter { get; init; }

    /// <summary>Gets the earlier round whose kept seats are mixed in; <see langword="null"/> for none.</summary>
    public string? ReplayFrom { get; init; }

    /// <summary>Gets how many seats of <see cref="ReplayFrom"/> are mixed in, drawn with the run's seed.</summary>
    /// <value>At least 0. The default is 0.</value>
    public int ReplaySeats
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Gets the number of optimizer steps; <see langword="null"/> for the trainer's own number of epochs.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Gets which of the adapters that the training saves the round goes on with.</summary>
    /// <value>The default is <see cref="CheckpointChoice.ByTrainer"/>.</value>
    public CheckpointChoice Checkpoint { get; init; } = CheckpointChoice.ByTrainer;

    /// <summary>Gets behaviour cloning (BC): learn from expert play, from the base model on.</summary>
    public static Round BehaviorCloning { get; } = new("bc", CollectionPlan.ExpertPlay) { Start = RoundStart.Base };

    /// <summary>Gets self-reinforcement (SR): learn from the agent's own best play, from the adapter of the round before on. After <see cref="BehaviorCloning"/> this is BC+SR.</summary>
    public static Round SelfReinforcement { get; } = new("sr", CollectionPlan.SelfPlay);

    /// <summary>Gives several rounds of self-reinforcement, each from the adapter of the round before and on tasks of its own: <c>sr</c>, <c>sr-2</c>, <c>sr-3</c> …</summary>
    /// <param name="count">The number of rounds. At least 1.</param>
    /// <returns>The rounds.</returns>
    public static IReadOnlyList<Round> Improvements(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [SelfReinforcement, .. Enumerable.Range(2, count - 1).Select(Numbered)];

        static Round Numbered(int number) => SelfReinforcement with
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{SelfReinforcement.Name}-{number}"),
            Collection = CollectionPlan.SelfPlay with { Name = string.Create(CultureInfo.InvariantCulture, $"{CollectionPlan.SelfPlay.Name}-{number}") },
        };
    }
}
