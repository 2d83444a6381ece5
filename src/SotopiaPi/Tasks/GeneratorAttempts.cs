using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>The attempts at one inspiration.</summary>
internal sealed class GeneratorAttempts(Inspiration inspiration, RepeatedQuestion question)
{
    private UsageDetails? _usage;

    public Inspiration Inspiration { get; } = inspiration;

    public RepeatedQuestion Question { get; } = question;

    public EnvironmentProfile? Environment { get; private set; }

    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Takes a reply; says whether it can be used.</summary>
    public bool Add(ModelReply reply, (EnvironmentProfile? Environment, IReadOnlyList<string> Problems) read)
    {
        (Environment, Problems) = read;
        if (reply.Usage is { } usage)
        {
            (_usage ??= new UsageDetails()).Add(usage);
        }

        return Environment is not null;
    }

    public void AddFailure(string problem) => Problems = [problem];

    public void Reject(string problem)
    {
        Environment = null;
        Problems = [problem];
    }

    public GeneratedTask Result() => new(Inspiration, Environment, Environment is null ? string.Join("; ", Problems) : null) { Attempts = Question.Attempts, Usage = _usage };
}
