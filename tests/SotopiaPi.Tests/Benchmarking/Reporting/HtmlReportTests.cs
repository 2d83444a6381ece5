using System.Globalization;

namespace SotopiaPi.Tests.Benchmarking.Reporting;

public sealed class HtmlReportTests
{
    private const string Hostile = "<script>alert(1)</script></table>[red]&amp;\"'";

    private static Report Sample(string text)
    {
        ReportLine[] lines = [new(new Seat(0), text, text) { IsSpeech = true, Remark = text }, new(null, "", text)];
        ReportBlock[] blocks =
        [
            new ReportHeading(text),
            new ReportParagraph(text) { IsWarning = true },
            new ReportList([text]),
            ReportTable.Of([text, "goal"], [[text, ReportText.Of(1.5)]]) with { Caption = text },
            new ReportChart(new ScatterChart { Title = text, Series = [new ChartSeries(text, [new ChartPoint(1.5, 2.5)])] }, text),
            new ReportDialogues([new ReportDialogue(text, lines) { Facts = [text], Notes = [text] }]),
            new ReportDetails(text, [new ReportParagraph(text)]),
        ];
        return new Report(text, blocks) { Subtitle = text };
    }

    [Test]
    public void Everything_is_encoded()
    {
        string html = HtmlReport.Write(Sample(Hostile));
        Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("</table>["));
        Assert.That(html.Split("&lt;script&gt;alert(1)&lt;/script&gt;&lt;/table&gt;[red]&amp;amp;&quot;&#39;"), Has.Length.GreaterThan(18));
    }

    [Test]
    public void The_page_stands_alone()
    {
        string html = HtmlReport.Write(Sample("x"));
        Assert.That(html, Does.Contain("default-src 'none'").And.Contain("width=device-width").And.Contain("prefers-color-scheme:dark").And.Contain("@media print"));
        Assert.That(html.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), Does.Not.Contain("http://").And.Not.Contain("https://"));
        Assert.That(html, Does.Not.Contain(" src=").And.Not.Contain(" href="));
    }

    [TestCase("tr-TR")]
    [TestCase("de-DE")]
    public void Reports_are_the_same_under_every_culture(string culture)
    {
        (string html, string markdown) = (HtmlReport.Write(Sample("Iı")), MarkdownReport.Write(Sample("Iı")));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.That(HtmlReport.Write(Sample("Iı")), Is.EqualTo(html));
            Assert.That(MarkdownReport.Write(Sample("Iı")), Is.EqualTo(markdown));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public async Task A_dialogue_of_an_episode_has_scene_lines_end_and_scores()
    {
        Episode episode = await TestEpisodes.PlayAsync(AgentAction.Speak(Hostile), new AgentAction(ActionType.Action, "pays"), AgentAction.Leave);
        EpisodeRating rating = new("judge", new Dictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>>
        {
            [new Seat(0)] = new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = Score.Of(7) },
        }, null);
        ReportDialogue dialogue = ReportDialogue.Of("BC", episode, rating);
        Assert.That(dialogue.Facts, Is.EqualTo(["Two people meet in a shop.", "Ada Reed (agent): Sell the lamp. Start high.", "Ben Cole (agent): Buy the lamp for little."]));
        Assert.That(dialogue.Lines.Select(line => line.Text), Is.EqualTo([Hostile, "[action] pays", "left the conversation"]));
        Assert.That(dialogue.Notes.TakeLast(2), Is.EqualTo(["Ada Reed, judge: goal 7.0, overall 7.00", "Ben Cole, judge: goal –, overall –"]));
        Assert.That(HtmlReport.Write(new Report("r", [new ReportDialogues([dialogue])])), Does.Not.Contain("<script"));
    }

    [Test]
    public void Columns_of_numbers_stand_at_the_right()
    {
        ReportTable table = ReportTable.Of(["name", "mean", "p"], [["a", "−1.50 ± 0.20", "< 0.001"], ["b", "–", "0.032"]]);
        Assert.That(table.Columns.Select(column => column.IsNumeric), Is.EqualTo([false, true, true]));
    }

    [Test]
    public void A_row_with_too_few_cells_is_refused() =>
        Assert.That(Assert.Throws<ArgumentException>(() => ReportTable.Of(["a", "b"], [["1"]]))!.Message, Does.Contain("Row 0 has 1 cells and the table 2 columns"));

    [Test]
    public void Markdown_keeps_markup_of_others_as_text()
    {
        string markdown = MarkdownReport.Write(Sample("| *x* <b> [a](http://b)"));
        Assert.That(markdown, Does.Not.Contain("<b>").And.Not.Contain("](http").And.Contain("\\| \\*x\\* &lt;b"));
        Assert.That(markdown, Does.Contain("|---|---:|\n").And.Contain("| 1.50 |"));
    }
}
