using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>The attempts at one inspiration.</summary>
internal sealed class GeneratorAttempts(Inspiration inspiration)
{
    private UsageDetails? _usage;

    public Inspiration Inspiration { get; } = inspiration;

    public EnvironmentProfile? Environment { get; private set; }

    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>The last reply, to be shown with its problems; <see langword="null"/> before the first one.</summary>
    public string? LastReply { get; private set; }

    public int Count { get; private set; }

    public void Add(ChatResponse response, (EnvironmentProfile? Environment, IReadOnlyList<string> Problems) read)
    {
        Count++;
        LastReply = response.Text;
        (Environment, Problems) = read;
        if (response.Usage is { } usage)
        {
            (_usage ??= new UsageDetails()).Add(usage);
        }
    }

    public void AddFailure(string problem)
    {
        Count++;
        Problems = [problem];
    }

    public void Reject(string problem)
    {
        Environment = null;
        Problems = [problem];
    }

    public GeneratedTask Result() => new(Inspiration, Environment, Environment is null ? string.Join("; ", Problems) : null) { Attempts = Count, Usage = _usage };
}
