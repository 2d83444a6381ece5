namespace SotopiaPi;

/// <summary>What a round did: part of the run folder and of every report.</summary>
/// <param name="Name">The round's name.</param>
/// <param name="InputsKey">The hash of everything that decided the outcome; a round with the same hash is not run again.</param>
/// <param name="Adapter">The adapter's name, a folder of the run's <c>adapters</c>.</param>
/// <param name="Tasks">The tasks played.</param>
/// <param name="Episodes">The episodes collected.</param>
/// <param name="FailedEpisodes">The plans that broke, with a cause each in <see cref="Failures"/>.</param>
/// <param name="Kept">The seats kept by the filter.</param>
/// <param name="Dropped">The seats dropped by the filter.</param>
/// <param name="Replayed">The seats mixed in from an earlier round.</param>
/// <param name="Examples">The training examples made of the kept seats.</param>
/// <param name="TrainLoss">The loss of each optimizer step.</param>
public sealed record RoundReport(
    string Name,
    string InputsKey,
    string Adapter,
    int Tasks,
    int Episodes,
    int FailedEpisodes,
    int Kept,
    int Dropped,
    int Replayed,
    int Examples,
    IReadOnlyList<double> TrainLoss)
{
    /// <summary>Gets the name of the collection that was played: the tag of its episodes.</summary>
    public string Collection { get; init; } = "";

    /// <summary>Gets the name of the judge whose ratings the filter read.</summary>
    public string Judge { get; init; } = "";

    /// <summary>Gets the seats that were kept, in order: a later round may replay them.</summary>
    public IReadOnlyList<KeptSeat> KeptSeats { get; init; } = [];

    /// <summary>Gets how often each rule of the filter kept or dropped a seat, most frequent first.</summary>
    public IReadOnlyList<FilterRuleCount> Rules { get; init; } = [];

    /// <summary>Gets the adapters that the training saved, oldest first, with their means on held-out tasks.</summary>
    public IReadOnlyList<CheckpointReport> Checkpoints { get; init; } = [];

    /// <summary>Gets why plans broke, one text for each.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>Gets the tokens used by each role and model in the collection.</summary>
    public IReadOnlyList<UsageRow> Usage { get; init; } = [];

    /// <summary>Gets what the collection cost by role and model, judges and tries that were thrown away included; empty when nobody counts.</summary>
    public IReadOnlyList<CostRow> Costs { get; init; } = [];
}

/// <summary>A seat that a filter kept.</summary>
/// <param name="EpisodeKey">The key of the episode.</param>
/// <param name="Seat">The index of the seat.</param>
public sealed record KeptSeat(string EpisodeKey, int Seat);

/// <summary>The tokens that a model used in a role.</summary>
/// <param name="Role">The role.</param>
/// <param name="Model">The model.</param>
/// <param name="Calls">The number of calls.</param>
/// <param name="InputTokens">The tokens read, cached ones included.</param>
/// <param name="OutputTokens">The tokens written.</param>
public sealed record UsageRow(string Role, string Model, long Calls, long InputTokens, long OutputTokens);
