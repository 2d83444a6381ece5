using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

public sealed class HumanStudyAnswersTests
{
    [Test]
    public async Task What_is_wrong_with_an_answer_is_named_and_set_aside()
    {
        using TemporaryFolder folder = new();
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(3, "bc"), ["r1", "r2"], new HumanStudyOptions { AttentionChecks = 0 });
        string[] items = [.. study.Assignments.First(assignment => assignment.Rater == "r1").Steps];
        JsonObject good = Answer(items[0]);
        JsonObject incomplete = Answer(items[1]);
        incomplete["marks"]![3]!["score"] = null;
        incomplete["marks"]![4]!["reason"] = " ";
        JsonObject high = Answer(items[2]);
        high["marks"]![0]!["score"] = 11;
        JsonObject fraction = Answer(items[3]);
        fraction["marks"]![0]!["score"] = 3.5;
        JsonObject late = Answer(items[4]);
        late["state"] = "timeout";
        late["marks"]!.AsArray().RemoveAt(0);
        Write(folder.File("a.json"), study, "r1", [good, incomplete, high, fraction, late]);
        Write(folder.File("b.json"), study, "r1", [Answer(items[0]), Answer("unknown")]);
        Write(folder.File("c.json"), study, "nobody", [Answer(items[0])]);
        await File.WriteAllTextAsync(folder.File("d.json"), "{ not json");
        HumanStudyAnswers read = HumanStudyAnswers.Read(study, [folder.Path]);
        Assert.That(read.Valid.Select(answer => (answer.Rater, answer.Item)), Is.EqualTo(new[] { ("r1", items[0]) }));
        Assert.That(read.Valid[0].Marks, Has.Count.EqualTo(14));
        Assert.That(read.Problems.Select(problem => (problem.File, problem.Item, problem.Kind)), Is.EquivalentTo(new[]
        {
            ("a.json", items[1], HumanStudyProblem.Incomplete), ("a.json", items[2], HumanStudyProblem.OutOfRange), ("a.json", items[3], HumanStudyProblem.OutOfRange), ("a.json", items[4], HumanStudyProblem.TimedOut),
            ("b.json", items[0], HumanStudyProblem.Doubled), ("b.json", "unknown", HumanStudyProblem.NotAssigned), ("c.json", "", HumanStudyProblem.NotAssigned), ("d.json", "", HumanStudyProblem.Unreadable),
        }));
        Assert.That(read.Problems.First(problem => problem.Kind == HumanStudyProblem.Incomplete).Message, Does.StartWith("2 scores or reasons"));
        Assert.That(() => HumanStudyAnswers.Read(study, [folder.File("nothing.json")]), Throws.InstanceOf<FileNotFoundException>());
    }

    [Test]
    public async Task Who_fails_an_attention_check_is_set_aside()
    {
        using TemporaryFolder folder = new();
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(1, "bc"), ["r1", "r2"], new HumanStudyOptions());
        foreach (HumanStudyAssignment assignment in study.Assignments)
        {
            HumanStudyCheck check = study.Checks.First(check => assignment.Steps.Contains(check.Id));
            int given = assignment.Rater == "r1" ? check.Expected : (check.Expected + 1) % 11;
            Write(folder.File(assignment.Rater + ".json"), study, assignment.Rater, [.. assignment.Steps.Where(step => step != check.Id).Select(Answer), new JsonObject { ["check"] = check.Id, ["score"] = given }]);
        }

        HumanStudyAnswers read = HumanStudyAnswers.Read(study, [folder.Path]);
        Assert.That(read.Valid.Select(answer => answer.Rater).Distinct(), Is.EqualTo(new[] { "r1" }));
        Assert.That(read.Problems.Count(problem => problem.Kind == HumanStudyProblem.Inattentive), Is.EqualTo(3), "the check and two items");
    }

    [Test]
    public async Task A_filled_table_is_read_like_a_page()
    {
        using TemporaryFolder folder = new();
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(1, "bc"), ["r1", "r2"], new HumanStudyOptions());
        HumanStudyAssignment assignment = study.Assignments[0];
        RaterSheet.Write(folder.File("sheet.csv"), study, assignment);
        string[] lines = await File.ReadAllLinesAsync(folder.File("sheet.csv"));
        HumanStudyCheck check = study.Checks.First(check => assignment.Steps.Contains(check.Id));
        await File.WriteAllLinesAsync(folder.File("sheet.csv"), lines.Select((line, index) => index == 0 ? line : Fill(line, check)));
        HumanStudyAnswers read = HumanStudyAnswers.Read(study, [folder.File("sheet.csv")]);
        Assert.That(read.Problems, Is.Empty);
        Assert.That(read.Valid, Has.Count.EqualTo(assignment.Steps.Count - 1));
        Assert.That(read.Valid[0].Marks.All(mark => mark is { Score: 0, Reason: "so" }));
    }

    [Test]
    public async Task Strong_disagreement_and_flagged_reasons_are_asked_again()
    {
        using TemporaryFolder folder = new();
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(2, "bc"), ["r1", "r2", "r3", "r4"], new HumanStudyOptions());
        string apart = study.Items[0].Id;
        string vague = study.Items[1].Id;
        IReadOnlyList<HumanStudyAnswer> answers = StudySamples.Answers(study, (rater, item, seat, dimension) => dimension == SocialDimension.Goal && item.Id == apart && rater == First(study, apart) ? 9 : 3);
        ReasonFlag.Write(folder.File("reasons.csv"), study, answers);
        string[] lines = await File.ReadAllLinesAsync(folder.File("reasons.csv"));
        string rater = First(study, vague);
        int row = Array.FindIndex(lines, line => line.StartsWith($",{rater},{vague},", StringComparison.Ordinal));
        lines[row] = "vague" + lines[row];
        await File.WriteAllLinesAsync(folder.File("reasons.csv"), lines);
        ReasonFlag.Write(folder.File("reasons.csv"), study, answers);
        HumanStudyReview review = HumanStudyReview.Of(study, answers, ReasonFlag.Read(folder.File("reasons.csv")));
        Assert.That(review.Wanted.Select(wanted => (wanted.Item, wanted.Raters)), Is.EqualTo(new[] { (apart, 2), (vague, 1) }));
        Assert.That(review.Withdrawn, Has.Count.EqualTo(3));
        Assert.That(review.Wanted[0].Reason, Does.Contain("9 and 3").Or.Contain("3 and 9"));

        HumanStudy more = study.Again([.. review.Wanted.Select(wanted => (wanted.Item, wanted.Raters))], ["r1", "r2", "r3", "r4"]);
        IReadOnlyList<HumanStudyAnswer> all = [.. answers, .. StudySamples.Answers(more, (_, _, _, _) => 4).Where(answer => answer.Round == 2)];
        HumanStudyReview second = HumanStudyReview.Of(more, all, ReasonFlag.Read(folder.File("reasons.csv")));
        Assert.That(second.Wanted, Is.Empty);
        Assert.That(second.Standing, Has.Count.EqualTo(8));
        Assert.That(HumanRatings.Of(more, second.Standing).Single(rating => rating.EpisodeKey == study.Items[0].EpisodeKey).Rating.Scores[new Seat(0)][SocialDimension.Goal].Value, Is.EqualTo(4));
    }

    [Test]
    public async Task A_trial_passes_when_every_score_is_near_the_gold_score()
    {
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(1, "bc"), ["good", "off"], new HumanStudyOptions());
        IReadOnlyList<HumanStudyAnswer> answers = StudySamples.Answers(study, (rater, _, seat, dimension) => Middle(dimension) + (rater == "good" ? 2 : dimension == SocialDimension.Goal && seat.Index == 1 ? 3 : 0));
        Dictionary<string, EpisodeRating> gold = study.Items.ToDictionary(item => item.Id, _ => new EpisodeRating("gold", new[] { new Seat(0), new Seat(1) }.ToDictionary(
            seat => seat, _ => (IReadOnlyDictionary<SocialDimension, Score>)SocialDimension.All.ToDictionary(dimension => dimension, dimension => Score.Of(Middle(dimension)))), null));
        IReadOnlyList<Qualification> trials = Qualification.Of(answers, gold);
        Assert.That(trials.Where(trial => trial.Rater == "good").All(trial => trial.Passed));
        Assert.That(trials.Where(trial => trial.Rater == "off").SelectMany(trial => trial.Distant).Select(distant => (distant.Seat, distant.Dimension)).Distinct(), Is.EqualTo(new[] { (new Seat(1), "goal") }));
        Assert.That(() => Qualification.Of(answers, new Dictionary<string, EpisodeRating>()), Throws.ArgumentException.With.Message.Contains("no gold scores"));
    }

    [Test]
    public async Task A_trial_gives_each_rater_one_item_and_gold_scores_come_from_tables()
    {
        using TemporaryFolder folder = new();
        string[] raters = [.. Enumerable.Range(0, 30).Select(index => FormattableString.Invariant($"r{index}"))];
        HumanStudy trial = HumanStudy.Trial(await StudySamples.CandidatesAsync(2, "bc"), raters, new HumanStudyOptions());
        Assert.That(trial.Assignments.Select(assignment => assignment.Rater), Is.EqualTo(raters));
        Assert.That(trial.Assignments.All(assignment => assignment.Round == 1 && assignment.Steps.Count(step => trial.Find(step) is not null) == 1));
        Assert.That(trial.Assignments.SelectMany(assignment => assignment.Steps).Where(step => trial.Find(step) is not null).Distinct().Count(), Is.EqualTo(4), "30 draws of 4 items");
        foreach ((string name, int score) in new[] { ("a.csv", 1), ("b.csv", 4) })
        {
            await File.WriteAllTextAsync(folder.File(name), $"item,seat,dimension,score\n{trial.Items[0].Id},2,goal,{score}\n{trial.Items[0].Id},2,secret,\n");
        }

        IReadOnlyDictionary<string, EpisodeRating> gold = GoldScores.Read([folder.File("a.csv"), folder.File("b.csv")]);
        Assert.That(gold[trial.Items[0].Id].Scores[new Seat(1)][SocialDimension.Goal].Value, Is.EqualTo(2.5));
        Assert.That(gold[trial.Items[0].Id].Scores[new Seat(1)], Has.Count.EqualTo(1));
        await File.WriteAllTextAsync(folder.File("c.csv"), "item,seat,dimension,score\nx,1,goal,good\n");
        Assert.That(() => GoldScores.Read([folder.File("c.csv")]), Throws.InstanceOf<RecordFormatException>().With.Message.Contains("'good'"));
    }

    private static double Middle(SocialDimension dimension) => Math.Round((dimension.Minimum + dimension.Maximum) / 2);

    private static string First(HumanStudy study, string item) => study.Assignments.Where(assignment => assignment.Steps.Contains(item)).Select(assignment => assignment.Rater).Order(StringComparer.Ordinal).First();

    private static string Fill(string line, HumanStudyCheck check)
    {
        int score = line.Contains(check.Id, StringComparison.Ordinal) ? check.Expected : 0;
        int at = line.IndexOf(",,,", StringComparison.Ordinal);
        // The two empty cells before the question are score and reason; a check has more empty cells before its numbers.
        int cells = line.LastIndexOf(",,,", StringComparison.Ordinal);
        Assert.That(at, Is.Positive);
        return line[..(cells + 1)] + score.ToString(CultureInfo.InvariantCulture) + ",so," + line[(cells + 3)..];
    }

    private static JsonObject Answer(string item) => new()
    {
        ["item"] = item,
        ["state"] = "complete",
        ["seconds"] = 61,
        ["marks"] = new JsonArray([.. from seat in Enumerable.Range(0, 2) from dimension in SocialDimension.All select (JsonNode)new JsonObject { ["seat"] = seat, ["dimension"] = dimension.Name, ["score"] = 0, ["reason"] = "so" }]),
    };

    private static void Write(string path, HumanStudy study, string rater, IReadOnlyList<JsonObject> answers) => File.WriteAllText(
        path, new JsonObject { ["study"] = study.Id, ["rater"] = rater, ["round"] = 1, ["answers"] = new JsonArray([.. answers]) }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
}
