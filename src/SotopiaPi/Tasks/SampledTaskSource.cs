using System.Runtime.CompilerServices;

namespace SotopiaPi;

/// <summary>Gives situations with characters drawn for each of them, situation by situation: accepted situations of a generator become the tasks of a run.</summary>
/// <param name="environments">The situations.</param>
/// <param name="sampler">Draws the characters.</param>
/// <param name="groupsPerEnvironment">How many groups for each situation. At least 1. The default is 10 (arXiv:2403.08715 §4).</param>
public sealed class SampledTaskSource(IReadOnlyList<EnvironmentProfile> environments, ConstraintSampler sampler, int groupsPerEnvironment = 10) : ISocialTaskSource
{
    private readonly IReadOnlyList<SocialTask> _tasks = (sampler ?? throw new ArgumentNullException(nameof(sampler))).Sample(environments, groupsPerEnvironment);

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
}
