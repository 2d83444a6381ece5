namespace SotopiaPi.Tests;

public sealed class HumanStudyTests
{
    private static readonly string[] s_raters = ["r1", "r2", "r3", "r4", "r5", "r6"];

    [Test]
    public async Task Each_item_goes_to_two_raters_and_nobody_sees_one_twice()
    {
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(5, "bc", "sr"), s_raters, new HumanStudyOptions());
        Assert.That(study.Items, Has.Count.EqualTo(20));
        foreach (HumanStudyItem item in study.Items)
        {
            Assert.That(study.Assignments.Count(assignment => assignment.Steps.Contains(item.Id)), Is.EqualTo(2));
        }

        Assert.That(study.Assignments.All(assignment => assignment.Steps.Distinct().Count() == assignment.Steps.Count));
        int[] loads = [.. study.Assignments.Select(assignment => assignment.Steps.Count)];
        Assert.That(loads.Max() - loads.Min(), Is.LessThanOrEqualTo(1), "the work is shared evenly");
        Assert.That(study.Assignments.All(assignment => assignment.Steps.Count(step => study.Checks.Any(check => check.Id == step)) == 1));
        HumanStudy again = HumanStudy.Create(await StudySamples.CandidatesAsync(5, "bc", "sr"), s_raters, new HumanStudyOptions());
        Assert.That(again.Assignments.Select(assignment => string.Join(' ', assignment.Steps)), Is.EqualTo(study.Assignments.Select(assignment => string.Join(' ', assignment.Steps))));
    }

    [Test]
    public async Task What_is_asked_again_goes_to_people_who_have_not_seen_it()
    {
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(2, "bc"), s_raters[..3], new HumanStudyOptions());
        string item = study.Items[0].Id;
        HumanStudyAssignment[] first = [.. study.Assignments.Where(assignment => assignment.Steps.Contains(item))];
        HumanStudy more = study.Again([(item, 1)], s_raters[..3]);
        HumanStudyAssignment added = more.Assignments.Single(assignment => assignment.Round == 2);
        Assert.That(first.Select(assignment => assignment.Rater), Has.No.Member(added.Rater));
        Assert.That(() => more.Again([(item, 1)], s_raters[..3]), Throws.ArgumentException.With.Message.Contains("invite more people"));
        Assert.That(() => study.Again([("nothing", 1)], s_raters), Throws.ArgumentException.With.Message.Contains("nothing"));
    }

    [Test]
    public async Task The_draw_balances_the_targets_seat_and_takes_the_same_points_of_all_settings()
    {
        IReadOnlyList<HumanStudyCandidate> candidates = await StudySamples.CandidatesAsync(9, "bc", "sr");
        IReadOnlyList<HumanStudyCandidate> drawn = HumanStudySampler.Draw(candidates, 7, seed: 3);
        foreach (string setting in (string[])["bc", "sr"])
        {
            HumanStudyCandidate[] own = [.. drawn.Where(candidate => candidate.Setting == setting)];
            Assert.That(own, Has.Length.EqualTo(7));
            Assert.That(own.Count(candidate => candidate.Target.Index == 0), Is.EqualTo(4));
        }

        Assert.That(drawn.Where(candidate => candidate.Setting == "bc").Select(candidate => candidate.Point), Is.EquivalentTo(drawn.Where(candidate => candidate.Setting == "sr").Select(candidate => candidate.Point)));
        Assert.That(() => HumanStudySampler.Draw(candidates, 40), Throws.ArgumentException.With.Message.Contains("9 tasks"));
    }

    [Test]
    public async Task A_page_tells_nothing_about_the_models()
    {
        IReadOnlyList<HumanStudyCandidate> candidates = await StudySamples.CandidatesAsync(3, "secret-model-bc", "secret-model-sr");
        HumanStudy study = HumanStudy.Create(candidates, s_raters, new HumanStudyOptions());
        foreach (HumanStudyAssignment assignment in study.Assignments)
        {
            string page = RaterPage.Write(study, assignment);
            Assert.That(page, Does.Not.Contain("secret-model"));
            Assert.That(candidates.Select(candidate => candidate.Episode.Key).Count(page.Contains), Is.Zero);
            Assert.That(page, Does.Not.Contain("\"expected\"").And.Not.Contain("\"target\"").And.Not.Contain("\"setting\""));
            Assert.That(page.Split("</script>"), Has.Length.EqualTo(3), "a text cannot end the data");
            Assert.That(page, Does.Contain("financial and material benefits"));
        }
    }

    [Test]
    public async Task A_study_survives_its_folder()
    {
        using Testing.TemporaryFolder folder = new();
        HumanStudy study = HumanStudy.Create(await StudySamples.CandidatesAsync(2, "bc"), ["Ann Example", "r2"], new HumanStudyOptions { Name = "trial" });
        HumanStudyFolder files = new(folder.Path);
        IReadOnlyList<string> pages = files.Write(study);
        Assert.That(pages, Has.Count.EqualTo(2));
        Assert.That(pages.All(File.Exists));
        HumanStudy read = files.Read();
        Assert.That(read.Items.Select(item => item.Id), Is.EqualTo(study.Items.Select(item => item.Id)));
        Assert.That(read.Items[0].Scene.Turns, Is.EqualTo(study.Items[0].Scene.Turns));
        Assert.That(read.Checks, Is.EqualTo(study.Checks));
        Assert.That(() => files.Write(HumanStudy.Create([.. StudySamples.CandidatesAsync(1, "bc").Result], ["r1", "r2"], new HumanStudyOptions())), Throws.InvalidOperationException);
        Assert.That(() => new HumanStudyFolder(folder.File("nothing")).Read(), Throws.InstanceOf<FileNotFoundException>());
    }
}
