using System.Globalization;

namespace SotopiaPi;

/// <summary>Chooses the episodes that people rate: as many of each setting, the target at each seat equally often, the same tasks in all settings where there are such.</summary>
public static class HumanStudySampler
{
    /// <summary>Draws episodes.</summary>
    /// <param name="candidates">The episodes to choose from.</param>
    /// <param name="perSetting">How many of each setting. At least 1; the paper takes 28 (arXiv:2403.08715 §5).</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The episodes, setting by setting. Seats differ by at most one episode in how often they hold the target.</returns>
    /// <exception cref="ArgumentException">A setting has too few episodes with its target at some seat; the message names setting, seat and numbers.</exception>
    public static IReadOnlyList<HumanStudyCandidate> Draw(IReadOnlyList<HumanStudyCandidate> candidates, int perSetting, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentOutOfRangeException.ThrowIfLessThan(perSetting, 1);
        string text = seed.ToString(CultureInfo.InvariantCulture);
        IGrouping<string, HumanStudyCandidate>[] settings = [.. candidates.GroupBy(candidate => candidate.Setting).OrderBy(setting => setting.Key, StringComparer.Ordinal)];
        Dictionary<(string, int), int> shared = settings.SelectMany(setting => setting.Select(candidate => candidate.Point).Distinct()).CountBy(point => point).ToDictionary();
        List<HumanStudyCandidate> drawn = [];
        foreach (IGrouping<string, HumanStudyCandidate> setting in settings)
        {
            int[] seats = [.. setting.Select(candidate => candidate.Target.Index).Distinct().Order()];
            for (int place = 0; place < seats.Length; place++)
            {
                int wanted = (perSetting / seats.Length) + (place < perSetting % seats.Length ? 1 : 0);
                HumanStudyCandidate[] own =
                [
                    .. setting.Where(candidate => candidate.Target.Index == seats[place])
                        .OrderBy(candidate => StableKey.Of(["study episode", text, candidate.Episode.Key]), StringComparer.Ordinal)
                        .DistinctBy(candidate => candidate.Point)
                        .OrderByDescending(candidate => shared[candidate.Point])
                        .ThenBy(candidate => StableKey.Of(["study point", text, candidate.Point.Task]), StringComparer.Ordinal)
                        .Take(wanted),
                ];
                if (own.Length < wanted)
                {
                    throw new ArgumentException(
                        $"The setting '{setting.Key}' has {own.Length} tasks with its target at seat {seats[place] + 1}, but {wanted} are wanted: play more tasks from that seat, or ask for fewer than {perSetting} of each setting.", nameof(candidates));
                }

                drawn.AddRange(own);
            }
        }

        return drawn;
    }
}
