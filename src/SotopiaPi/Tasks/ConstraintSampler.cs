using System.Globalization;

namespace SotopiaPi;

/// <summary>
/// Draws the characters of situations (sotopia-lab/sotopia: <c>ConstraintBasedSampler</c>): the relationship is exactly that of the situation, all ages are allowed.
/// Without an age constraint every age is allowed; the reference refuses such a situation. Situations of more than two seats get groups in which everybody is related
/// to everybody. Thread-safe.
/// </summary>
public sealed class ConstraintSampler
{
    private readonly Dictionary<string, AgentProfile> _agents = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<Relationship> _relationships;
    private readonly ConstraintSamplerOptions _options;

    /// <summary>Makes a sampler.</summary>
    /// <param name="agents">The characters; of two with one id the first counts.</param>
    /// <param name="relationships">The relationships to choose from; one that names an unknown character is passed over.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    public ConstraintSampler(IEnumerable<AgentProfile> agents, IEnumerable<Relationship> relationships, ConstraintSamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(agents);
        ArgumentNullException.ThrowIfNull(relationships);
        foreach (AgentProfile agent in agents)
        {
            _agents.TryAdd(agent.Id, agent);
        }

        _relationships = [.. relationships];
        _options = options?.Clone() ?? new ConstraintSamplerOptions();
    }

    /// <summary>Lists the groups that fit a situation.</summary>
    /// <param name="environment">The situation.</param>
    /// <returns>The groups, each in the order of the seats; pairs in the order of the relationships.</returns>
    /// <exception cref="RecordFormatException">A constraint cannot be read, or the situation has fewer than two goals.</exception>
    public IReadOnlyList<IReadOnlyList<AgentProfile>> Admissible(EnvironmentProfile environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return [.. new AdmissibleGroups(environment, _options.Constraints).Of(_agents, _relationships)];
    }

    /// <summary>Draws different groups for a situation.</summary>
    /// <param name="environment">The situation.</param>
    /// <param name="count">How many. At least 1. The reference draws 10 (2023) or 5 (since 2024).</param>
    /// <returns>The tasks. The draw follows from the seed and the situation's id alone.</returns>
    /// <exception cref="InvalidOperationException">Fewer groups fit, and <see cref="ConstraintSamplerOptions.TakesFewer"/> is not set.</exception>
    /// <exception cref="RecordFormatException">A constraint cannot be read, or the situation has fewer than two goals.</exception>
    public IReadOnlyList<SocialTask> Sample(EnvironmentProfile environment, int count) => Sample([environment], count);

    /// <summary>Draws different groups for each of several situations; <see cref="SeatPositions.Balanced"/> balances over all of them.</summary>
    /// <param name="environments">The situations.</param>
    /// <param name="countEach">How many for each. At least 1.</param>
    /// <returns>The tasks in the order of the situations.</returns>
    /// <inheritdoc cref="Sample(EnvironmentProfile, int)" path="/exception"/>
    public IReadOnlyList<SocialTask> Sample(IReadOnlyList<EnvironmentProfile> environments, int countEach)
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentOutOfRangeException.ThrowIfLessThan(countEach, 1);
        SeatBalance balance = new();
        List<SocialTask> tasks = [];
        foreach (EnvironmentProfile environment in environments)
        {
            AdmissibleGroups groups = new(environment, _options.Constraints);
            AgentProfile[][] fitting = [.. groups.Of(_agents, _relationships)];
            if (fitting.Length < countEach && !_options.TakesFewer)
            {
                throw new InvalidOperationException($"{fitting.Length} groups of characters fit environment '{environment.Id}', but {countEach} different ones are wanted: ask for fewer, add relationships of the type {environment.Relationship}, or set {nameof(ConstraintSamplerOptions.TakesFewer)}.");
            }

            IEnumerable<AgentProfile[]> drawn = fitting.OrderBy(group => Lot("pair", environment.Id, group), StringComparer.Ordinal).Take(countEach);
            tasks.AddRange(drawn.Select(group => SocialTask.Create(environment, Seated(groups, group, balance))));
        }

        return tasks;
    }

    /// <summary>Draws situation and group anew for each task, so that both may come again: the reference's sampling with replacement.</summary>
    /// <param name="environments">The situations to draw from.</param>
    /// <param name="count">How many tasks. At least 1.</param>
    /// <returns>The tasks; equal ones have equal keys.</returns>
    /// <exception cref="InvalidOperationException">No group fits a situation that was drawn.</exception>
    /// <exception cref="RecordFormatException">A constraint cannot be read, or a situation has fewer than two goals.</exception>
    public IReadOnlyList<SocialTask> SampleWithReplacement(IReadOnlyList<EnvironmentProfile> environments, int count)
    {
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentOutOfRangeException.ThrowIfZero(environments.Count, nameof(environments));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        SeatBalance balance = new();
        List<SocialTask> tasks = [];
        for (int i = 0; i < count; i++)
        {
            EnvironmentProfile environment = environments[Draw("environment", i, environments.Count)];
            AdmissibleGroups groups = new(environment, _options.Constraints);
            AgentProfile[][] fitting = [.. groups.Of(_agents, _relationships)];
            if (fitting.Length == 0)
            {
                throw new InvalidOperationException($"No group of characters fits environment '{environment.Id}': add relationships of the type {environment.Relationship}, or leave the environment out.");
            }

            tasks.Add(SocialTask.Create(environment, Seated(groups, fitting[Draw("group", i, fitting.Length)], balance)));
        }

        return tasks;
    }

    private AgentProfile[] Seated(AdmissibleGroups groups, AgentProfile[] group, SeatBalance balance) =>
        _options.Positions == SeatPositions.Balanced ? balance.Choose(groups.Orders(group)) : group;

    private int Draw(string what, int index, int count) =>
        (int)(StableKey.Seed([what, Seed, index.ToString(CultureInfo.InvariantCulture)]) % count);

    private string Lot(string what, string id, AgentProfile[] group) => StableKey.Of([what, Seed, id, .. group.Select(agent => agent.Id)]);

    private string Seed => _options.Seed.ToString(CultureInfo.InvariantCulture);
}
