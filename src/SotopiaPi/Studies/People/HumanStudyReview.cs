namespace SotopiaPi;

/// <summary>Which answers stand after the rules of the paper, and what must be asked again (arXiv:2403.08715 §E).</summary>
/// <param name="Standing">The answers that count.</param>
/// <param name="Withdrawn">The answers that do not, each with the reason.</param>
/// <param name="Wanted">The items that lack answers, each with the number of raters that are missing and why.</param>
public sealed record HumanStudyReview(
    IReadOnlyList<HumanStudyAnswer> Standing, IReadOnlyList<(HumanStudyAnswer Answer, string Reason)> Withdrawn, IReadOnlyList<(string Item, int Raters, string Reason)> Wanted)
{
    /// <summary>Two raters who are further apart than this on the goal of a character disagree strongly.</summary>
    public const int StrongDisagreement = 5;

    /// <summary>Applies the rules, round by round: an answer flagged by hand is withdrawn; two answers more than <see cref="StrongDisagreement"/> apart on GOAL are both withdrawn.</summary>
    /// <param name="study">The study.</param>
    /// <param name="answers">The valid answers of all rounds.</param>
    /// <param name="flags">The flags that people set in the table of reasons; <see langword="null"/> for none.</param>
    /// <returns>The result. An item with fewer standing answers than the study wants is wanted again.</returns>
    public static HumanStudyReview Of(HumanStudy study, IReadOnlyList<HumanStudyAnswer> answers, IReadOnlyList<ReasonFlag>? flags = null)
    {
        ArgumentNullException.ThrowIfNull(study);
        ArgumentNullException.ThrowIfNull(answers);
        List<HumanStudyAnswer> standing = [];
        List<(HumanStudyAnswer, string)> withdrawn = [];
        List<(string, int, string)> wanted = [];
        foreach (HumanStudyItem item in study.Items)
        {
            List<HumanStudyAnswer> kept = [];
            List<string> reasons = [];
            foreach (HumanStudyAnswer answer in answers.Where(answer => answer.Item == item.Id).OrderBy(answer => answer.Round).ThenBy(answer => answer.Rater, StringComparer.Ordinal))
            {
                if (flags?.FirstOrDefault(flag => flag.Item == item.Id && flag.Rater == answer.Rater) is { } flag)
                {
                    Withdraw(answer, $"a reason was flagged as {flag.Flag}");
                    continue;
                }

                kept.Add(answer);
                if (kept.Count == 2 && Apart(kept[0], kept[1], item) is { } apart)
                {
                    kept.ForEach(both => Withdraw(both, apart));
                    kept.Clear();
                }
            }

            standing.AddRange(kept);
            if (kept.Count < study.Options.RatersPerItem)
            {
                wanted.Add((item.Id, study.Options.RatersPerItem - kept.Count, reasons.Count > 0 ? string.Join("; ", reasons.Distinct()) : "no valid answer came back"));
            }

            void Withdraw(HumanStudyAnswer answer, string reason)
            {
                withdrawn.Add((answer, reason));
                reasons.Add(reason);
            }
        }

        return new HumanStudyReview(standing, withdrawn, wanted);
    }

    private static string? Apart(HumanStudyAnswer first, HumanStudyAnswer second, HumanStudyItem item) =>
        Enumerable.Range(0, item.Scene.Participants.Count)
            .Select(seat => (Name: item.Scene.Participants[seat].Name, First: first.ScoreOf(new Seat(seat), SocialDimension.Goal), Second: second.ScoreOf(new Seat(seat), SocialDimension.Goal)))
            .Where(goal => Math.Abs((goal.First - goal.Second) ?? 0) > StrongDisagreement)
            .Select(goal => $"the goal of {goal.Name} was rated {goal.First} and {goal.Second}")
            .FirstOrDefault();
}
