namespace SotopiaPi.Samples.Tests;

/// <summary>Looks into the store of a run, also while it is being written.</summary>
internal static class Stages
{
    public static async Task<HashSet<string>> EpisodesAsync(string run)
    {
        string file = Path.Combine(run, "episodes.db");
        HashSet<string> keys = [];
        if (!File.Exists(file))
        {
            return keys;
        }

        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(file);
        await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery()))
        {
            if (record is EpisodeStored)
            {
                keys.Add(record.Key);
            }
        }

        return keys;
    }

    /// <summary>Waits until the run has stored some more episodes, or has ended.</summary>
    public static async Task WaitForAsync(SampleProcess process, string run, int more, int before)
    {
        while (!process.HasExited && (await EpisodesAsync(run)).Count < before + more)
        {
            await Task.Delay(50);
        }
    }
}
