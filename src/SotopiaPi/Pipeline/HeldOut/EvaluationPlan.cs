namespace SotopiaPi;

/// <summary>How adapters are evaluated on held-out tasks while a run goes on: the base model first, then what each round saves. No round plays these tasks.</summary>
public sealed record EvaluationPlan
{
    /// <summary>Gets the number of held-out tasks, the first ones of their source; each is played once from every seat.</summary>
    /// <value>At least 1. The default is 90, all of SOTOPIA's (arXiv:2403.08715 §4).</value>
    public int Tasks
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 90;

    /// <summary>Gets who sits in the other seats.</summary>
    public Player Partner { get; init; } = Player.Partner;

    /// <summary>Gets a value indicating whether every adapter that a training saves is evaluated, or only the one that is chosen. A round whose choice is <see cref="CheckpointChoice.ByEvaluation"/> evaluates every one.</summary>
    public bool EverySave { get; init; }

    /// <summary>Gets the dimension by which <see cref="CheckpointChoice.ByEvaluation"/> chooses.</summary>
    /// <value>The default is <see cref="SocialDimension.Goal"/>.</value>
    public SocialDimension Dimension { get; init; } = SocialDimension.Goal;

    /// <summary>Names the episodes of an evaluation.</summary>
    /// <param name="adapter">The adapter; <see langword="null"/> for the base model.</param>
    /// <returns>Their tag.</returns>
    public static string TagOf(string? adapter) => "held-out:" + (adapter ?? "base");
}
