using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Takes the agents of the command line through a study, one after another.</summary>
internal static class StudyAgents
{
    /// <summary>Plays each agent with progress, and says what could not be played.</summary>
    public static async Task<IReadOnlyList<T>> PlayAsync<T>(IAnsiConsole console, Players who, Func<BenchmarkAgent, IProgress<(int Done, int Total)>, Task<StudyRun<T>>> play, Func<T, BenchmarkAgent, T> named)
    {
        List<T> episodes = [];
        foreach (BenchmarkAgent agent in who.Agents)
        {
            StudyRun<T> own = await ProgressView.ShowAsync(console, progress => play(agent, new StudyProgress(progress, agent.Name)));
            StudyTables.Write(console, agent.Name, own.Failures);
            episodes.AddRange(own.Episodes.Select(episode => named(episode, agent)));
        }

        return episodes;
    }
}
