namespace SotopiaPi;

/// <summary>The settings of a run that concern all its rounds.</summary>
public sealed class PipelineOptions
{
    /// <summary>Gets or sets the rules of every episode.</summary>
    public EpisodeOptions Episodes
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = new();

    /// <summary>Gets or sets the key of the environment that sets the rules.</summary>
    public string Environment
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = EpisodePlan.DefaultEnvironment;

    /// <summary>Gets or sets the key of the chat client of the model being trained.</summary>
    public string AgentClient
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = Player.AgentRole;

    /// <summary>Gets or sets the seed of everything that is drawn: episodes, filters, replay, training.</summary>
    /// <value>At least 0. The default is 0.</value>
    public long Seed
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Gets or sets how models are evaluated on held-out tasks during the run; <see langword="null"/> for not at all, the default.</summary>
    public EvaluationPlan? Evaluation { get; set; }

    /// <summary>Gets or sets a value indicating whether <c>report.html</c> and <c>report.md</c> are written into the run folder at the end.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool WritesReport { get; set; } = true;

    internal PipelineOptions Clone() => (PipelineOptions)MemberwiseClone();
}
