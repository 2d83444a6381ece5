using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>Gives the tasks of a folder: its combinations; where it has none, for each situation pairs of characters that fit it.</summary>
public sealed class FolderTaskSource : ISocialTaskSource
{
    private readonly List<SocialTask> _tasks = [];
    private readonly List<RecordProblem> _problems;

    /// <summary>Makes a source of a folder that was read.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pairsPerEnvironment">How many pairs to draw for each situation when the folder has no combinations. At least 1. The default is 5, as in the release of SOTOPIA.</param>
    /// <param name="seed">The seed of this draw.</param>
    public FolderTaskSource(ProfileFolder folder, int pairsPerEnvironment = 5, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairsPerEnvironment, 1);
        _problems = [.. folder.Problems];
        EnvironmentLists = folder.EnvironmentLists;
        Dictionary<string, AgentProfile> agents = ById(folder.Agents, agent => agent.Id, "agent_profiles");
        HashSet<string> keys = new(StringComparer.Ordinal);
        IEnumerable<SocialTask> tasks = folder.Combinations.Count > 0 ? Combined(folder, agents) : Drawn(folder, pairsPerEnvironment, seed);
        _tasks.AddRange(tasks.Where(task => keys.Add(task.Key)));
    }

    /// <summary>Gets the tasks.</summary>
    public IReadOnlyList<SocialTask> Tasks => _tasks;

    /// <summary>Gets the records that could not be used, and why.</summary>
    public IReadOnlyList<RecordProblem> Problems => _problems;

    /// <summary>Gets the named lists of situations that the folder holds.</summary>
    public IReadOnlyList<EnvironmentList> EnvironmentLists { get; }

    /// <summary>Reads a folder and makes its tasks.</summary>
    /// <param name="folder">The path.</param>
    /// <param name="pairsPerEnvironment">How many pairs to draw for each situation when the folder has no combinations.</param>
    /// <param name="seed">The seed of this draw.</param>
    /// <returns>The source.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="RecordFormatException">The folder gives no task at all; the message says why.</exception>
    public static FolderTaskSource Open(string folder, int pairsPerEnvironment = 5, long seed = 0)
    {
        FolderTaskSource source = new(ProfileFolder.Read(folder), pairsPerEnvironment, seed);
        return source.Tasks.Count > 0 ? source : throw new RecordFormatException(
            $"The folder '{folder}' gives no task: wanted agent_profiles.jsonl, environment_profiles.jsonl and either env_agent_combos.jsonl or relationship_profiles.jsonl."
            + (source.Problems.Count == 0 ? "" : $" First of {source.Problems.Count} problems: {source.Problems[0]}"));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SocialTask> GetTasksAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (SocialTask task in _tasks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return task;
        }
    }

    private IEnumerable<SocialTask> Combined(ProfileFolder folder, Dictionary<string, AgentProfile> agents)
    {
        Dictionary<string, EnvironmentProfile> environments = ById(folder.Environments, environment => environment.Id, "environment_profiles");
        foreach (TaskCombination combination in folder.Combinations)
        {
            string? unknown = combination.AgentIds.FirstOrDefault(id => !agents.ContainsKey(id));
            if (!environments.TryGetValue(combination.EnvironmentId, out EnvironmentProfile? environment))
            {
                Report("env_agent_combos", combination.Id, "env_id", $"there is no environment '{combination.EnvironmentId}'");
            }
            else if (unknown is not null)
            {
                Report("env_agent_combos", combination.Id, "agent_ids", $"there is no character '{unknown}'");
            }
            else if (combination.AgentIds.Count != environment.Goals.Count || combination.AgentIds.Count < 2)
            {
                Report("env_agent_combos", combination.Id, "agent_ids", $"found {combination.AgentIds.Count} characters, wanted one for each of the {environment.Goals.Count} goals of environment '{environment.Id}', two or more");
            }
            else
            {
                yield return SocialTask.Create(environment, [.. combination.AgentIds.Select(id => agents[id])]);
            }
        }
    }

    private IEnumerable<SocialTask> Drawn(ProfileFolder folder, int count, long seed)
    {
        ConstraintSampler sampler = new(folder.Agents, folder.Relationships, new ConstraintSamplerOptions { Seed = seed, TakesFewer = true });
        return folder.Environments.SelectMany(environment => Fitting(sampler, environment, count));
    }

    private IReadOnlyList<SocialTask> Fitting(ConstraintSampler sampler, EnvironmentProfile environment, int count)
    {
        try
        {
            IReadOnlyList<SocialTask> tasks = sampler.Sample(environment, count);
            if (tasks.Count == 0)
            {
                Report("environment_profiles", environment.Id, "age_constraint", $"no group of characters is related as {environment.Relationship} and of the age {environment.AgeConstraint}");
            }

            return tasks;
        }
        catch (RecordFormatException e)
        {
            Report("environment_profiles", environment.Id, e.Field, e.Message);
            return [];
        }
    }

    private Dictionary<string, T> ById<T>(IEnumerable<T> items, Func<T, string> idOf, string file)
    {
        Dictionary<string, T> byId = new(StringComparer.Ordinal);
        foreach (T item in items)
        {
            if (!byId.TryAdd(idOf(item), item))
            {
                Report(file, idOf(item), "", "the id occurs twice; the first record is used");
            }
        }

        return byId;
    }

    private void Report(string file, string id, string field, string message) => _problems.Add(new RecordProblem(file, $"record '{id}'", field, message));
}
