namespace SotopiaPi;

/// <summary>Which episodes a round learns from. Two rounds that name the same collection share its episodes.</summary>
/// <param name="Name">The name; episodes carry it as their tag.</param>
/// <param name="Seatings">Who sits where: one list of players, in the order of the seats, for each way to seat them.</param>
public sealed record CollectionPlan(string Name, IReadOnlyList<IReadOnlyList<Player>> Seatings)
{
    /// <summary>Gets the number of tasks. No task serves two collections of a run.</summary>
    /// <value>At least 1. The default is 100 (arXiv:2403.08715 §4).</value>
    public int Tasks
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 100;

    /// <summary>Gets the number of episodes of each task and seating.</summary>
    /// <value>At least 1. The default is 10.</value>
    public int EpisodesPerTask
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 10;

    /// <summary>Gets where the adapter comes from that <see cref="Player.Agent"/> plays with.</summary>
    public RoundStart PlaysWith { get; init; } = RoundStart.Previous;

    /// <summary>Gets expert × expert: the collection of behaviour cloning.</summary>
    public static CollectionPlan ExpertPlay { get; } = new("expert-play", [[Player.Expert, Player.Expert]]);

    /// <summary>Gets agent × agent: the collection of self-reinforcement as the paper has it.</summary>
    public static CollectionPlan SelfPlay { get; } = new("self-play", [[Player.Agent, Player.Agent]]);

    /// <summary>Gets agent × fixed partner, in both orders.</summary>
    public static CollectionPlan PartnerPlay { get; } = new("partner-play", [[Player.Agent, Player.Partner], [Player.Partner, Player.Agent]]);
}
