namespace SotopiaPi;

/// <summary>Settings of an <see cref="ExternalTrainer"/>. Copied by it.</summary>
public sealed class ExternalTrainerOptions
{
    /// <summary>Gets or sets the program: a path, or a name that is looked up in <c>PATH</c>.</summary>
    /// <value>The default is <c>llamafactory-cli</c>; others are <c>torchrun</c> or <c>sbatch</c> (with <c>--wait</c>).</value>
    public string Program
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = value;
        }
    } = "llamafactory-cli";

    /// <summary>
    /// Gets or sets the arguments, each handed over as it is: no shell reads them. In each, <c>{config}</c>, <c>{data}</c>, <c>{output}</c>, <c>{directory}</c>,
    /// <c>{start}</c> (the adapter to start from, or nothing) and <c>{seed}</c> are replaced.
    /// </summary>
    /// <value>The default is <c>train</c>, <c>{config}</c>.</value>
    public IReadOnlyList<string> Arguments
    {
        get;
        set => field = value is null ? throw new ArgumentNullException(nameof(value)) : [.. value];
    } = ["train", "{config}"];

    /// <summary>Gets the environment variables to set; <see langword="null"/> as a value removes one.</summary>
    public IDictionary<string, string?> Environment { get; private init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Gets or sets the folder the program starts in; <see langword="null"/> for that of the training.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>Gets or sets what is trained: model, epochs, rank and so on.</summary>
    /// <value>The default is the paper's settings.</value>
    public LlamaFactoryOptions Job
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = LlamaFactoryOptions.Paper();

    /// <summary>Gets or sets how much of the program's output is kept in <c>trainer.log</c>.</summary>
    /// <value>In bytes. At least 0. The default is 16 MiB.</value>
    public long MaxLogBytes
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 16 << 20;

    /// <summary>Gets or sets how often the program's progress is looked at.</summary>
    /// <value>More than zero. The default is 1 second.</value>
    public TimeSpan PollInterval
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(1);

    internal ExternalTrainerOptions Clone() => new()
    {
        Program = Program,
        Arguments = Arguments,
        Environment = new Dictionary<string, string?>(Environment, StringComparer.Ordinal),
        WorkingDirectory = WorkingDirectory,
        Job = Job.Clone(),
        MaxLogBytes = MaxLogBytes,
        PollInterval = PollInterval,
    };
}
