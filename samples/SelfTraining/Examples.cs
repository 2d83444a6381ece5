namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Example dialogues: the same held-out task as each method played it, side by side.</summary>
internal static class Examples
{
    /// <summary>One of each family of the offline world, and a few of any other.</summary>
    private const int Tasks = 2;

    private static readonly string[] s_methods = ["base", "sr", "bc", "bc+sr", "expert"];

    public static async Task<IReadOnlyList<ReportBlock>> BlocksAsync(IEpisodeStore store, IReadOnlyDictionary<string, MethodRows> methods, World world, CancellationToken cancellationToken)
    {
        List<ReportBlock> blocks = [new ReportHeading("The same tasks, played by each method")];
        foreach (SocialTask task in world.HeldOut.Take(Tasks))
        {
            List<ReportDialogue> dialogues = [];
            foreach (string method in s_methods.Where(methods.ContainsKey))
            {
                if (await FirstAsync(store, method, task, cancellationToken) is var (episode, ratings))
                {
                    dialogues.Add(ReportDialogue.Of(method, episode, ratings));
                }
            }

            blocks.Add(new ReportDialogues(dialogues));
        }

        return blocks;
    }

    private static async Task<(Episode Episode, EpisodeRating[] Ratings)?> FirstAsync(IEpisodeStore store, string method, SocialTask task, CancellationToken cancellationToken)
    {
        Dictionary<string, Episode> episodes = [];
        List<RatingStored> ratings = [];
        await foreach (EpisodeRecord record in store.QueryAsync(new EpisodeQuery { Tag = method, TaskKey = task.Key }, cancellationToken))
        {
            if (record is EpisodeStored stored)
            {
                episodes[stored.Key] = stored.Episode;
            }
            else if (record is RatingStored rating)
            {
                ratings.Add(rating);
            }
        }

        // The order of a store is that of the play, which differs from run to run; seats and keys do not.
        Episode? first = episodes.Values.OrderBy(episode => episode.Seats[0].Role == Player.PartnerRole).ThenBy(episode => episode.Key, StringComparer.Ordinal).FirstOrDefault();
        return first is null ? null : (first, [.. ratings.Where(rating => rating.EpisodeKey == first.Key).OrderBy(rating => rating.Judge, StringComparer.Ordinal).Select(rating => rating.Rating)]);
    }
}
