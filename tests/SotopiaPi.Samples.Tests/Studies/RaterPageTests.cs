using Microsoft.Playwright;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>A rater fills in the page of a study in a browser.</summary>
public sealed class RaterPageTests
{
    [Test]
    public async Task A_complete_answer_with_a_reload_in_the_middle_comes_back_whole()
    {
        using TemporaryFolder folder = new();
        HumanStudy study = await StudyAsync(TimeSpan.FromMinutes(20));
        HumanStudyFolder files = new(folder.Path);
        string file = files.Write(study)[0];
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright);
        IPage page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(file).ToString());
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(7);
        await page.ClickAsync("#start");
        HumanStudyAssignment assignment = study.Assignments[0];
        int item = 0;
        for (int step = 0; step < assignment.Steps.Count; step++)
        {
            await Assertions.Expect(page.Locator("#progress")).ToHaveTextAsync(FormattableString.Invariant($"{step + 1} of {assignment.Steps.Count}"));
            if (study.Checks.FirstOrDefault(check => check.Id == assignment.Steps[step]) is { } check)
            {
                await page.CheckAsync(FormattableString.Invariant($"input[name=check][value='{check.Expected}']"));
            }
            else if (item++ == 0)
            {
                await Assertions.Expect(page.Locator("#scenario")).ToContainTextAsync("</script><b id=bold>");
                await Assertions.Expect(page.Locator("#bold")).ToHaveCountAsync(0);
                await FillAsync(page, 7);
                await page.ClickAsync("#next");
                await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("7 of 14 questions");
                await Assertions.Expect(page.Locator("fieldset.missing")).ToHaveCountAsync(7);
                await page.ReloadAsync();
                await Assertions.Expect(page.Locator("textarea").First).ToHaveValueAsync("said </script> \"0\" & <b>");
                await Assertions.Expect(page.Locator("input:checked")).ToHaveCountAsync(7);
                await FillAsync(page, 14);
            }
            else
            {
                await FillAsync(page, 14);
            }

            await page.ClickAsync("#next");
        }

        IDownload saved = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#download"));
        Assert.That(saved.SuggestedFilename, Is.EqualTo(Path.GetFileNameWithoutExtension(file) + ".json"));
        await saved.SaveAsAsync(folder.File("back/" + saved.SuggestedFilename));
        HumanStudyAnswers answers = HumanStudyAnswers.Read(study, [folder.File("back")]);
        Assert.That(answers.Problems, Is.Empty);
        Assert.That(answers.Valid.Select(answer => answer.Item), Is.EquivalentTo(assignment.Steps.Where(step => study.Find(step) is not null)));
        Assert.That(answers.Valid[0].Marks[0].Reason, Is.EqualTo("said </script> \"0\" & <b>"));
        Assert.That(answers.Valid[0].Marks.All(mark => mark.Score == (int)mark.Dimension.Minimum + 1));
    }

    [Test]
    public async Task An_item_whose_time_is_over_is_closed_and_asked_again()
    {
        using TemporaryFolder folder = new();
        HumanStudy study = await StudyAsync(TimeSpan.FromSeconds(3));
        string file = new HumanStudyFolder(folder.Path).Write(study)[0];
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright);
        IPage page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(file).ToString());
        await page.ClickAsync("#start");
        HumanStudyAssignment assignment = study.Assignments[0];
        if (study.Find(assignment.Steps[0]) is null)
        {
            await page.CheckAsync(FormattableString.Invariant($"input[name=check][value='{study.Checks.First(check => check.Id == assignment.Steps[0]).Expected}']"));
            await page.ClickAsync("#next");
        }

        await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("time", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        IDownload saved = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#save"));
        await saved.SaveAsAsync(folder.File("back/" + saved.SuggestedFilename));
        HumanStudyAnswers answers = HumanStudyAnswers.Read(study, [folder.File("back")]);
        string late = assignment.Steps.First(step => study.Find(step) is not null);
        Assert.That(answers.Problems.Where(problem => problem.Kind == HumanStudyProblem.TimedOut).Select(problem => problem.Item), Has.Member(late));
        Assert.That(HumanStudyReview.Of(study, answers.Valid).Wanted.Select(wanted => wanted.Item), Has.Member(late));
    }

    [Test]
    public async Task A_page_that_finds_the_answers_late_goes_on_with_them()
    {
        using TemporaryFolder folder = new();
        HumanStudy study = await StudyAsync(TimeSpan.FromMinutes(20));
        string file = new HumanStudyFolder(folder.Path).Write(study)[0];
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright);
        await using IBrowserContext context = await browser.NewContextAsync();
        IPage early = await context.NewPageAsync();
        await early.GotoAsync(new Uri(file).ToString());
        await Assertions.Expect(early.Locator("#start")).ToHaveCountAsync(1);
        IPage other = await context.NewPageAsync();
        await other.GotoAsync(new Uri(file).ToString());
        await other.ClickAsync("#start");
        await Assertions.Expect(early.Locator("#progress")).ToHaveTextAsync(FormattableString.Invariant($"1 of {study.Assignments[0].Steps.Count}"));
    }

    [Test]
    public async Task A_browser_that_keeps_nothing_for_files_says_so_and_keeps_the_answers_over_a_reload()
    {
        using TemporaryFolder folder = new();
        HumanStudy study = await StudyAsync(TimeSpan.FromMinutes(20));
        string file = new HumanStudyFolder(folder.Path).Write(study)[0];
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright);
        IPage page = await browser.NewPageAsync();
        await page.AddInitScriptAsync("Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })");
        await page.GotoAsync(new Uri(file).ToString());
        await page.ClickAsync("#start");
        await Assertions.Expect(page.Locator("#notice")).ToContainTextAsync("does not keep your answers between visits");
        await page.Locator("input").Nth(1).CheckAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("input:checked")).ToHaveCountAsync(1);
    }

    private static async Task FillAsync(IPage page, int questions)
    {
        ILocator fields = page.Locator("fieldset");
        for (int i = 0; i < questions; i++)
        {
            await fields.Nth(i).Locator("input").Nth(1).CheckAsync();
            await fields.Nth(i).Locator("textarea").FillAsync(FormattableString.Invariant($"said </script> \"{i}\" & <b>"));
        }
    }

    private static async Task<HumanStudy> StudyAsync(TimeSpan limit)
    {
        List<HumanStudyCandidate> candidates = [];
        for (int i = 0; i < 2; i++)
        {
            EnvironmentProfile environment = new(FormattableString.Invariant($"e{i}"), "Two people meet. &lt;/script&gt;&lt;b id=bold&gt; is written on a wall.", ["Talk.", "Listen."]);
            SocialTask task = SocialTask.Create(environment, [new AgentProfile("a", "Ada", "Reed") { Secret = "She cannot swim." }, new AgentProfile("b", "Ben", "Cole")]);
            SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "agent"))];
            EpisodeRunner runner = new(new DelegateAgentFactory(_ => new ScriptedAgent([AgentAction.Speak("Good morning."), AgentAction.Leave])));
            candidates.Add(new HumanStudyCandidate("bc", await runner.PlayToEndAsync(EpisodePlan.Create(task, seats, new EpisodeOptions())), new Seat(i)));
        }

        return HumanStudy.Create(candidates, ["r1", "r2"], new HumanStudyOptions { TimeLimit = limit });
    }
}
