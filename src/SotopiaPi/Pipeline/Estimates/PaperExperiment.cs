namespace SotopiaPi;

/// <summary>The paper's experiment (arXiv:2403.08715 §4, §B): behaviour cloning on 100 situations with 10 pairs of characters each, then self-reinforcement on 100 others.</summary>
public static class PaperExperiment
{
    /// <summary>The name under which <see cref="Rounds"/> expect the filter of behaviour cloning: <see cref="PaperBehaviorCloningFilter"/>, or the reference code's <see cref="TopRatedOptions.Reference"/>.</summary>
    public const string CloningFilter = "bc";

    /// <summary>The name under which <see cref="Rounds"/> expect the filter of self-reinforcement: <see cref="TopShareOptions.Paper"/>, or the reference code's <see cref="TopRatedOptions.Reference"/>.</summary>
    public const string ReinforcementFilter = "sr";

    /// <summary>Gets the rounds: BC, then SR from its adapter. A task is a situation with a pair, so that there are 1,000 for each round, in the order of the situations.</summary>
    public static IReadOnlyList<Round> Rounds { get; } =
    [
        Round.BehaviorCloning with { Collection = CollectionPlan.ExpertPlay with { Tasks = 1000, EpisodesPerTask = 1 }, Filter = CloningFilter, Checkpoint = CheckpointChoice.AtEpoch(20) },
        Round.SelfReinforcement with { Collection = CollectionPlan.SelfPlay with { Tasks = 1000, EpisodesPerTask = 1 }, Filter = ReinforcementFilter, Checkpoint = CheckpointChoice.AtEpoch(5) },
    ];

    /// <summary>Gets the paper's model of each role.</summary>
    public static IReadOnlyDictionary<string, string> Models { get; } = new Dictionary<string, string>
    {
        [Player.ExpertRole] = "gpt-4-0613",
        [Player.AgentRole] = "mistralai/Mistral-7B-Instruct-v0.1",
        [Player.PartnerRole] = "gpt-3.5-turbo-0613",
        ["judge"] = "gpt-4-0613",
        ["generator"] = "gpt-4-1106-preview",
    };

    /// <summary>Gets what these models cost per million tokens in US dollars when the paper was written (end of 2023); the trained model runs on one's own GPU.</summary>
    public static PriceList Prices { get; } = new(new Dictionary<string, ModelPrice>
    {
        ["gpt-4-0613"] = new(30, 60),
        ["gpt-4-1106-preview"] = new(10, 30),
        ["gpt-3.5-turbo-0613"] = new(1.5m, 2),
        ["mistralai/"] = new(0, 0),
    });

    /// <summary>Gets the rules of the paper's episodes: at most 20 turns, one actor a turn.</summary>
    public static EpisodeOptions Episodes { get; } = new() { MaxTurns = 20, Order = TurnOrder.RoundRobin };

    /// <summary>Gets the paper's automatic evaluation: SOTOPIA's 90 tasks, from both seats, against a fixed partner.</summary>
    public static EvaluationPlan Evaluation { get; } = new() { Tasks = 90 };

    /// <summary>Estimates the experiment, its evaluation included.</summary>
    /// <param name="assumptions">What is assumed; <see langword="null"/> for the defaults.</param>
    /// <returns>The estimate.</returns>
    public static RunEstimate Estimate(EstimateAssumptions? assumptions = null) => RunEstimate.Of(Rounds, Models, Prices, assumptions, Evaluation);
}
