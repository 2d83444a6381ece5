namespace SotopiaPi;

/// <summary>Plays the offline world by a script of a chosen skill, in plain English. All it knows it reads from the observation.</summary>
/// <remarks>
/// A skilled seat opens high, concedes late and, in a split, looks for what costs it little and pleases the other; a seat with a skill below 0.35 takes almost
/// anything and sometimes walks away. After an agreement it leaves. Half of the seats are talkers: they add to half of their utterances a claim that changes nothing.
/// Every draw uses <see cref="Observation.Seed"/>; the agent keeps nothing between turns.
/// </remarks>
public sealed class OfflineExpert : ISocialAgent
{
    private const double LowSkill = 0.35, LeaveRate = 0.05, ClaimRate = 0.5;

    /// <summary>Gets the skill.</summary>
    /// <value>From 0 to 1. The default is 0.8, the expert's; the fixed partner plays with 0.55.</value>
    public double Skill
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(value is >= 0 and <= 1, true, nameof(Skill));
            field = value;
        }
    } = 0.8;

    /// <summary>Gets a value indicating whether the seat is a talker; <see langword="null"/> makes half of the seats talkers, each for a whole episode.</summary>
    public bool? Talker { get; init; }

    /// <inheritdoc/>
    public ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observation);
        cancellationToken.ThrowIfCancellationRequested();
        return new(new AgentTurn(Act(observation)) { Memory = observation.Memory });
    }

    /// <summary>Tells how much of the way from the opening to the last price a seat has conceded.</summary>
    internal static double Pace(OfflineDialogue dialogue, double skill) => Math.Pow(dialogue.Progress, 0.5 + (2.5 * skill));

    internal static bool IsLow(double skill) => skill < LowSkill;

    private AgentAction Act(Observation observation)
    {
        if (Terms(observation) is not { } terms)
        {
            return AgentAction.Leave;
        }

        var draws = new SeededDraws(observation.Seed);
        var dialogue = new OfflineDialogue([.. observation.History.Where(message => message.Sender is not null).Select(message => (message.Sender == observation.Seat, Read(message, terms)))]);
        bool claims = draws.Unit() < ChanceOfClaim(dialogue);
        bool tired = draws.Unit() < LeaveRate && IsLow(Skill) && dialogue.Taken > 0;
        return tired || dialogue.Agreement >= 0
            ? AgentAction.Leave
            : AgentAction.Speak(terms.Write(terms.Choose(dialogue, Skill, ref draws) with { Claims = claims }));
    }

    // A talker claims in half of its turns. Where the habit is not given, a seat that has claimed is a talker, and one that kept quiet n times is one with
    // probability 1 / (1 + 2ⁿ): the same episodes as if a coin had been thrown at the start and remembered.
    private double ChanceOfClaim(OfflineDialogue dialogue) => Talker switch
    {
        true => ClaimRate,
        false => 0,
        null when dialogue.Moves.Any(move => move is (true, { Claims: true })) => ClaimRate,
        null => ClaimRate / (1 + Math.Pow(2, dialogue.Taken)),
    };

    private static OfflineTerms? Terms(Observation observation) =>
        observation.Scene.Participants.FirstOrDefault(participant => participant.Seat == observation.Seat)?.Goal is { } goal ? OfflineTerms.Read(goal) : null;

    private static OfflineMove Read(ObservedMessage message, OfflineTerms terms) =>
        message.Action is { } action && action.Type == ActionType.Leave ? OfflineMove.Leave : terms.ReadMove(message.Action?.Argument ?? message.Text);
}
