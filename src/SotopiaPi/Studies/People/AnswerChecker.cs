using System.Globalization;

namespace SotopiaPi;

/// <summary>Decides which returned answers count.</summary>
internal sealed class AnswerChecker(HumanStudy study)
{
    private readonly List<(string File, HumanStudyAnswer Answer)> _answers = [];
    private readonly List<HumanStudyProblem> _problems = [];

    public void AddProblem(string file, string rater, string item, string kind, string message) => _problems.Add(new HumanStudyProblem(Path.GetFileName(file), rater, item, kind, message));

    public void Add(string path, ReturnedFile file)
    {
        if (file.Study != study.Id)
        {
            AddProblem(path, file.Rater, "", HumanStudyProblem.Unreadable, $"it belongs to the study '{file.Study}', not to '{study.Id}'");
            return;
        }

        HumanStudyAssignment? assignment = study.Assignments.FirstOrDefault(assignment => assignment.Rater == file.Rater && assignment.Round == file.Round);
        if (assignment is null)
        {
            AddProblem(path, file.Rater, "", HumanStudyProblem.NotAssigned, string.Create(CultureInfo.InvariantCulture, $"'{file.Rater}' has no items in round {file.Round} of this study"));
            return;
        }

        foreach (ReturnedItem item in file.Items)
        {
            Add(path, file, assignment, item);
        }

        foreach (HumanStudyCheck check in study.Checks.Where(check => assignment.Steps.Contains(check.Id)))
        {
            string given = file.Checks.GetValueOrDefault(check.Id, "");
            if (given.Length > 0 && given != check.Expected.ToString(CultureInfo.InvariantCulture))
            {
                AddProblem(path, file.Rater, check.Id, HumanStudyProblem.Inattentive, $"an attention check asked for {check.Expected} and got {given}");
            }
        }
    }

    public HumanStudyAnswers Finish()
    {
        HashSet<(string Rater, string File)> inattentive = [.. _problems.Where(problem => problem.Kind == HumanStudyProblem.Inattentive).Select(problem => (problem.Rater, problem.File))];
        foreach ((string file, HumanStudyAnswer answer) in _answers.Where(answer => inattentive.Contains((answer.Answer.Rater, Path.GetFileName(answer.File)))))
        {
            AddProblem(file, answer.Rater, answer.Item, HumanStudyProblem.Inattentive, "set aside, because the rater failed an attention check in the same file");
        }

        return new HumanStudyAnswers(
            [.. from answer in _answers where !inattentive.Contains((answer.Answer.Rater, Path.GetFileName(answer.File))) orderby answer.Answer.Round, answer.Answer.Rater, answer.Answer.Item select answer.Answer],
            _problems);
    }

    private void Add(string path, ReturnedFile file, HumanStudyAssignment assignment, ReturnedItem item)
    {
        if (study.Find(item.Item) is not { } known || !assignment.Steps.Contains(item.Item))
        {
            AddProblem(path, file.Rater, item.Item, HumanStudyProblem.NotAssigned, "the item was not given to this rater in this round");
            return;
        }

        if (_answers.Any(answer => answer.Answer.Rater == file.Rater && answer.Answer.Item == item.Item))
        {
            AddProblem(path, file.Rater, item.Item, HumanStudyProblem.Doubled, "the rater answered it already; the first answer counts");
            return;
        }

        List<HumanStudyMark> marks = [];
        List<string> missing = [];
        foreach ((int seat, SocialDimension dimension) in Enumerable.Range(0, known.Scene.Participants.Count).SelectMany(seat => SocialDimension.All.Select(dimension => (seat, dimension))))
        {
            ReturnedMark? mark = item.Marks.FirstOrDefault(mark => mark.Seat == seat && mark.Dimension == dimension.Name);
            if (mark is null || mark.Score.Length == 0 || string.IsNullOrWhiteSpace(mark.Reason))
            {
                missing.Add($"{dimension.Name} of {known.Scene.Participants[seat].Name}");
            }
            else if (!int.TryParse(mark.Score, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int score) || score < dimension.Minimum || score > dimension.Maximum)
            {
                AddProblem(path, file.Rater, item.Item, HumanStudyProblem.OutOfRange, FormattableString.Invariant($"{dimension.Name} of {known.Scene.Participants[seat].Name} is '{mark.Score}', wanted a whole number from {dimension.Minimum} to {dimension.Maximum}"));
                return;
            }
            else
            {
                marks.Add(new HumanStudyMark(new Seat(seat), dimension, score, mark.Reason));
            }
        }

        if (missing.Count > 0)
        {
            AddProblem(path, file.Rater, item.Item, item.TimedOut ? HumanStudyProblem.TimedOut : HumanStudyProblem.Incomplete, $"{missing.Count} scores or reasons are missing: {string.Join(", ", missing.Take(5))}{(missing.Count > 5 ? ", …" : "")}");
            return;
        }

        _answers.Add((path, new HumanStudyAnswer(file.Rater, file.Round, item.Item, marks, item.Seconds)));
    }
}
