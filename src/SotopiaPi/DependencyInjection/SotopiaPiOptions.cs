namespace SotopiaPi;

/// <summary>The settings of a composition made by <c>AddSotopiaPi</c>.</summary>
public sealed class SotopiaPiOptions
{
    /// <summary>Gets or sets the run folder.</summary>
    /// <value>The default is <c>runs/sotopia-pi</c>.</value>
    public string Directory
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = Path.Combine("runs", "sotopia-pi");

    /// <summary>Gets or sets a value indicating whether a run in <see cref="Directory"/> is continued. A run with other settings is refused either way.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Resume { get; set; } = true;

    /// <summary>Gets or sets the number of episodes played at once.</summary>
    /// <value>At least 1. The default is 64: for a model in this process, concurrent episodes are what fills its batches.</value>
    public int Concurrency
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 64;

    /// <summary>Gets the settings of the rounds.</summary>
    public PipelineOptions Pipeline { get; } = new();

    /// <summary>Gets how chat agents are asked: temperature, reply length, time limit.</summary>
    public ChatClientAgentOptions Agents { get; } = new();
}
