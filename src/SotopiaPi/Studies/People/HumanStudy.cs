using System.Globalization;

namespace SotopiaPi;

/// <summary>
/// A study in which people rate episodes on the seven dimensions, blind to the model (arXiv:2403.08715 §5 and §E): its items, and who rates which of them in which order.
/// </summary>
/// <param name="Id">The id; answers name it.</param>
/// <param name="Options">How it is laid out.</param>
/// <param name="Items">The episodes.</param>
/// <param name="Checks">The attention checks.</param>
/// <param name="Assignments">Who does what; one for each rater and round.</param>
public sealed record HumanStudy(
    string Id, HumanStudyOptions Options, IReadOnlyList<HumanStudyItem> Items, IReadOnlyList<HumanStudyCheck> Checks, IReadOnlyList<HumanStudyAssignment> Assignments)
{
    /// <summary>Lays a study out: every item for as many raters as the options say, nobody twice the same item, the work shared evenly, each rater's order drawn.</summary>
    /// <param name="candidates">The episodes, e.g. of <see cref="HumanStudySampler"/>.</param>
    /// <param name="raters">The raters' names.</param>
    /// <param name="options">How it is laid out.</param>
    /// <returns>The study. Equal arguments give an equal one.</returns>
    /// <exception cref="ArgumentException">There is no episode, an episode occurs twice, a name is empty or occurs twice, or there are too few raters.</exception>
    public static HumanStudy Create(IReadOnlyList<HumanStudyCandidate> candidates, IReadOnlyList<string> raters, HumanStudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(raters);
        HumanStudy study = Of(candidates, options);
        return study.Assign([.. study.Items.Select(item => (item.Id, options.RatersPerItem))], raters);
    }

    /// <summary>Lays out the trial before a study: each rater gets one of the episodes, drawn by the seed, whose gold scores are known (<see cref="Qualification"/>).</summary>
    /// <param name="candidates">The episodes, e.g. ten.</param>
    /// <param name="raters">The raters' names.</param>
    /// <param name="options">How it is laid out; the number of raters of an item does not count.</param>
    /// <returns>The trial.</returns>
    /// <exception cref="ArgumentException">There is no episode, an episode occurs twice, or a name is empty or occurs twice.</exception>
    public static HumanStudy Trial(IReadOnlyList<HumanStudyCandidate> candidates, IReadOnlyList<string> raters, HumanStudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(raters);
        HumanStudy study = Of(candidates, options);
        foreach (string rater in raters)
        {
            int item = (int)(StableKey.Seed(["trial", study.Id, rater]) % study.Items.Count);
            study = study.Assign([(study.Items[item].Id, 1)], [rater], round: 1);
        }

        return study;
    }

    /// <summary>Asks items again, of people who have not seen them.</summary>
    /// <param name="wanted">The ids of the items, each with the number of raters that are missing.</param>
    /// <param name="raters">The raters to ask; those of the study or new ones.</param>
    /// <returns>The study with one more round.</returns>
    /// <exception cref="ArgumentException">An id is unknown, or too few raters have not seen an item.</exception>
    public HumanStudy Again(IReadOnlyList<(string Item, int Raters)> wanted, IReadOnlyList<string> raters)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(raters);
        string? unknown = wanted.Select(item => item.Item).FirstOrDefault(item => Items.All(known => known.Id != item));
        return unknown is null ? Assign(wanted, raters) : throw new ArgumentException($"The study '{Options.Name}' has no item '{unknown}'.", nameof(wanted));
    }

    /// <summary>Finds an item.</summary>
    /// <param name="id">The id.</param>
    /// <returns>The item; <see langword="null"/> when there is none.</returns>
    public HumanStudyItem? Find(string id) => Items.FirstOrDefault(item => item.Id == id);

    private static HumanStudy Of(IReadOnlyList<HumanStudyCandidate> candidates, HumanStudyOptions options)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfZero(candidates.Count, nameof(candidates));
        string seed = options.Seed.ToString(CultureInfo.InvariantCulture);
        HumanStudyItem[] items = [.. candidates.Select(candidate => new HumanStudyItem(
            StableKey.Of(["study item", seed, candidate.Episode.Key])[..12], candidate.Setting, candidate.Episode.Key, candidate.Episode.Task.Key, candidate.Target.Index, HumanStudyScene.Of(candidate.Episode)))];
        if (items.GroupBy(item => item.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The episode '{twice.First().EpisodeKey}' was given {twice.Count()} times: give each once.", nameof(candidates));
        }

        string id = StableKey.Of(["study", options.Name, seed, .. items.Select(item => item.Id)])[..12];
        return new HumanStudy(id, options, items, [], []);
    }

    private HumanStudy Assign(IReadOnlyList<(string Item, int Raters)> wanted, IReadOnlyList<string> raters, int? round = null)
    {
        int number = round ?? (Assignments.Select(assignment => assignment.Round).DefaultIfEmpty(0).Max() + 1);
        Dictionary<string, List<string>> lists = HumanStudyShares.Of(this, wanted, raters, number);
        List<HumanStudyCheck> checks = [.. Checks];
        List<HumanStudyAssignment> assignments = [.. Assignments];
        foreach ((string rater, List<string> steps) in lists.Where(list => list.Value.Count > 0))
        {
            for (int i = 0; i < Options.AttentionChecks; i++)
            {
                HumanStudyCheck check = AttentionChecks.Draw(this, rater, number, i);
                checks.Add(check);
                steps.Insert((int)(StableKey.Seed(["check place", Id, check.Id]) % (steps.Count + 1)), check.Id);
            }

            assignments.Add(new HumanStudyAssignment(rater, number, steps));
        }

        return this with { Checks = checks, Assignments = assignments };
    }
}
