namespace SotopiaPi;

/// <summary>The parts of a report that show what was said.</summary>
public static class DialogueBlocks
{
    /// <summary>Shows how several players played the same tasks, side by side.</summary>
    /// <param name="store">The store.</param>
    /// <param name="players">Name and tag of each player.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The blocks; none without dialogues.</returns>
    public static async Task<IReadOnlyList<ReportBlock>> SideBySideAsync(IEpisodeStore store, IReadOnlyList<(string Name, string Tag)> players, IEnumerable<SocialTask> tasks, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(players);
        ArgumentNullException.ThrowIfNull(tasks);
        List<ReportBlock> blocks = [];
        foreach (SocialTask task in tasks)
        {
            List<ReportDialogue> dialogues = [];
            foreach ((string name, string tag) in players)
            {
                List<EpisodeRecord> records = await store.QueryAsync(new EpisodeQuery { Tag = tag, TaskKey = task.Key, OmitReplies = true }, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);

                // The order of a store is that of the play, which differs from run to run; seats and keys do not.
                EpisodeStored? first = records.OfType<EpisodeStored>().OrderBy(stored => stored.Episode.Seats[0].Role == Player.PartnerRole).ThenBy(stored => stored.Key, StringComparer.Ordinal).FirstOrDefault();
                if (first is not null)
                {
                    dialogues.Add(ReportDialogue.Of(name, first.Episode, Ratings(records, first.Key)));
                }
            }

            if (dialogues.Count > 0)
            {
                blocks.Add(new ReportDialogues(dialogues));
            }
        }

        return blocks.Count == 0 ? [] : [new ReportHeading("The same tasks, played by each"), .. blocks];
    }

    /// <summary>Shows one dialogue of each round that was kept for learning, side by side.</summary>
    /// <param name="store">The store.</param>
    /// <param name="rounds">The rounds.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The blocks; none when nothing was kept.</returns>
    public static async Task<IReadOnlyList<ReportBlock>> KeptAsync(IEpisodeStore store, IReadOnlyList<RoundReport> rounds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(rounds);
        List<ReportDialogue> dialogues = [];
        foreach (RoundReport round in rounds.Where(round => round.KeptSeats.Count > 0))
        {
            KeptSeat kept = round.KeptSeats[0];
            List<EpisodeRecord> records = await store.QueryAsync(new EpisodeQuery { EpisodeKey = kept.EpisodeKey, OmitReplies = true }, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
            if (records.OfType<EpisodeStored>().FirstOrDefault() is { } stored)
            {
                dialogues.Add(ReportDialogue.Of($"{round.Name}: kept, seat {kept.Seat}", stored.Episode, Ratings(records, stored.Key)));
            }
        }

        return dialogues.Count == 0 ? [] : [new ReportHeading("What each round learnt from: its first kept seat"), new ReportDialogues(dialogues)];
    }

    private static EpisodeRating[] Ratings(IEnumerable<EpisodeRecord> records, string key) =>
        [.. records.OfType<RatingStored>().Where(rating => rating.EpisodeKey == key).OrderBy(rating => rating.Judge, StringComparer.Ordinal).Select(rating => rating.Rating)];
}
