namespace SotopiaPi;

/// <summary>Plays the offline world by a script of a chosen skill, in plain English. All it knows it reads from the observation.</summary>
/// <remarks>
/// A skilled seat opens high, concedes late and, in a split, looks for what costs it little and pleases the other; a seat with a skill below 0.35 takes almost
/// anything and sometimes walks away. After an agreement it leaves. Half of the seats are talkers: they add to half of their utterances a claim that changes nothing.
/// Whether a seat is one is drawn at its first turn and kept in <see cref="AgentTurn.Memory"/>. Every draw uses <see cref="Observation.Seed"/>.
/// </remarks>
public sealed class OfflineExpert : ISocialAgent
{
    private const string TalkerMemory = "talker", PlainMemory = "plain";
    private const double LowSkill = 0.35, LeaveRate = 0.05;

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

    /// <summary>Gets a value indicating whether the seat is a talker; <see langword="null"/> draws it, once for each episode.</summary>
    public bool? Talker { get; init; }

    /// <inheritdoc/>
    public ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observation);
        cancellationToken.ThrowIfCancellationRequested();
        var draws = new SeededDraws(observation.Seed);
        bool talker = IsTalker(observation.Memory, ref draws);
        AgentAction action = Act(observation, talker, ref draws);
        return new(new AgentTurn(action) { Memory = talker ? TalkerMemory : PlainMemory });
    }

    /// <summary>Tells how much of the way from the opening to the last price a seat has conceded.</summary>
    internal static double Pace(OfflineDialogue dialogue, double skill) => Math.Pow(dialogue.Progress, 0.5 + (2.5 * skill));

    internal static bool IsLow(double skill) => skill < LowSkill;

    private bool IsTalker(string? memory, ref SeededDraws draws)
    {
        bool drawn = draws.Unit() < 0.5;
        return Talker ?? memory switch { TalkerMemory => true, PlainMemory => false, _ => drawn };
    }

    private AgentAction Act(Observation observation, bool talker, ref SeededDraws draws)
    {
        bool claims = talker & draws.Unit() < 0.5;
        bool tired = IsLow(Skill) & draws.Unit() < LeaveRate;
        if (Terms(observation) is not { } terms)
        {
            return AgentAction.Leave;
        }

        var dialogue = new OfflineDialogue([.. observation.History.Where(message => message.Sender is not null).Select(message => (message.Sender == observation.Seat, Read(message, terms)))]);
        if (dialogue.Agreement >= 0 || (tired && dialogue.Taken > 0))
        {
            return AgentAction.Leave;
        }

        return AgentAction.Speak(terms.Write(terms.Choose(dialogue, Skill, ref draws) with { Claims = claims }));
    }

    private static OfflineTerms? Terms(Observation observation) =>
        observation.Scene.Participants.FirstOrDefault(participant => participant.Seat == observation.Seat)?.Goal is { } goal ? OfflineTerms.Read(goal) : null;

    private static OfflineMove Read(ObservedMessage message, OfflineTerms terms) =>
        message.Action is { } action && action.Type == ActionType.Leave ? OfflineMove.Leave : terms.ReadMove(message.Action?.Argument ?? message.Text);
}
