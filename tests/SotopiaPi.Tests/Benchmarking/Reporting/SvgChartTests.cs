using System.Globalization;
using System.Xml.Linq;

namespace SotopiaPi.Tests.Benchmarking.Reporting;

public sealed class SvgChartTests
{
    private const string Hostile = "</text><script>alert(1)</script> & \"x\" \u0001 \ud800";

    private static IEnumerable<SvgChart> Charts(string name) =>
    [
        new LineChart { Title = name, XLabel = name, YLabel = name, Series = [ChartSeries.Of(name, [3, 2.5, double.NaN, 1.25]), ChartSeries.Of("b", [])] },
        new BarChart { Title = name, Categories = [name, "b"], Series = [new BarSeries(name, [new MeanEstimate(1.5, 1.25, 1.75, 9), new MeanEstimate(null, null, null, 0)]), new BarSeries("c", [new MeanEstimate(-2, null, null, 1), new MeanEstimate(0, 0, 0, 2)])] },
        new ScatterChart { Title = name, Diagonal = true, Series = [new ChartSeries(name, [new ChartPoint(1.5, 2.5), new ChartPoint(double.PositiveInfinity, 1)])] },
        new ScatterChart { Title = "nothing", Series = [] },
        new LineChart { Title = "constant", Series = [ChartSeries.Of("a", [1e-9, 1e-9])] },
    ];

    private static XElement Parse(SvgChart chart) => XDocument.Parse(chart.ToSvg()).Root!;

    [Test]
    public void Charts_are_well_formed_and_hostile_names_stay_text()
    {
        foreach (SvgChart chart in Charts(Hostile))
        {
            XElement svg = Parse(chart);
            Assert.That(svg.Attribute("font-family")!.Value, Is.EqualTo("sans-serif"));
            Assert.That(svg.Descendants().Select(element => element.Name.LocalName), Has.None.EqualTo("script"));
            Assert.That(svg.ToString(), Does.Not.Contain("NaN").And.Not.Contain("Infinity").And.Not.Contain("∞"));
        }
    }

    [TestCase("tr-TR")]
    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    public void Charts_are_the_same_under_every_culture(string culture)
    {
        string[] expected = [.. Charts("Ilk").Select(chart => chart.ToSvg())];
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.That(Charts("Ilk").Select(chart => chart.ToSvg()), Is.EqualTo(expected));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void A_bar_spans_zero_and_its_mean_and_its_interval_is_drawn()
    {
        BarChart chart = new() { Title = "t", Categories = ["a", "b"], Series = [new BarSeries("s", [new MeanEstimate(4, 3, 5, 9), new MeanEstimate(2, 1, 3, 9)])] };
        XElement svg = Parse(chart);
        double[] heights = [.. Named(svg, "rect").Select(rect => Number(rect, "height"))];
        Assert.That(heights[0] / heights[1], Is.EqualTo(2).Within(0.01));
        XElement bar = Named(svg, "rect").First();
        Assert.That(bar.Value, Is.EqualTo("a, s: 4.00 ± 1.00 (n = 9)"));
        double middle = Number(bar, "x") + (Number(bar, "width") / 2);
        Assert.That(Named(svg, "line").Count(line => Math.Abs(Number(line, "x1") - middle) < 0.01 && Math.Abs(Number(line, "x2") - middle) < 0.01), Is.EqualTo(1));
    }

    [Test]
    public void A_missing_mean_is_marked_and_has_no_bar()
    {
        BarChart chart = new() { Title = "t", Categories = ["a"], Series = [new BarSeries("s", [new MeanEstimate(null, null, null, 0) { Missing = 5 }])] };
        XElement svg = Parse(chart);
        Assert.That(Named(svg, "rect"), Is.Empty);
        Assert.That(Named(svg, "text").Select(text => text.Value), Has.Member("not rated"));
    }

    [Test]
    public void A_series_with_too_few_values_is_refused() =>
        Assert.That(Assert.Throws<InvalidOperationException>(() => new BarChart { Title = "t", Categories = ["a", "b"], Series = [new BarSeries("s", [])] }.ToSvg())!.Message, Does.Contain("'s' has 0 values for 2 categories"));

    [TestCase(2)]
    [TestCase(6)]
    [TestCase(14)]
    public void Labels_do_not_overlap(int categories)
    {
        BarChart bars = new()
        {
            Title = "Goal", YLabel = "goal", Categories = [.. Enumerable.Range(0, categories).Select(i => $"method number {i}")],
            Series = [.. new[] { "outcome judge", "talk judge" }.Select(name => new BarSeries(name, [.. Enumerable.Range(0, categories).Select(i => new MeanEstimate(i + 1, i, i + 2, 9))]))],
        };
        LineChart lines = new() { Title = "Loss", XLabel = "step", YLabel = "loss", Series = [.. Enumerable.Range(0, categories).Select(i => ChartSeries.Of($"a long name of series {i}", [100_000, i]))] };
        foreach (SvgChart chart in new SvgChart[] { bars, lines })
        {
            (string Text, double Left, double Right, double Y)[] labels = [.. Named(Parse(chart), "text").Where(text => text.Attribute("transform") is null).Select(Place)];
            var overlaps = from a in labels
                           from b in labels
                           where string.CompareOrdinal(a.Text, b.Text) < 0 && Math.Abs(a.Y - b.Y) < 9 && a.Left < b.Right && b.Left < a.Right
                           select (a.Text, b.Text);
            Assert.That(overlaps, Is.Empty);
            Assert.That(labels.Select(label => label.Left), Is.All.GreaterThanOrEqualTo(0));
            Assert.That(labels.Select(label => label.Right), Is.All.LessThanOrEqualTo(chart.Width));
        }
    }

    [Test]
    public void A_long_line_is_thinned_to_what_can_be_seen() =>
        Assert.That(new LineChart { Title = "t", Series = [ChartSeries.Of("a", Enumerable.Range(0, 100_000).Select(i => (double)i))] }.ToSvg(), Has.Length.LessThan(40_000));

    [Test]
    public void A_title_of_a_million_letters_is_cut() =>
        Assert.That(Named(Parse(new ScatterChart { Title = new string('x', 1_000_000), Series = [] }), "text").First().Value, Has.Length.LessThan(200).And.EndsWith("…"));

    [TestCase(0, 10, "0 2 4 6 8 10")]
    [TestCase(-5, 5, "−6 −4 −2 0 2 4 6")]
    [TestCase(0.01, 0.05, "0.01 0.02 0.03 0.04 0.05")]
    [TestCase(0, 1_250_000, "0 500000 1.5e6")]
    public void Axes_mark_round_values(double low, double high, string some)
    {
        AxisScale scale = AxisScale.Covering([low, high]);
        string[] labels = [.. scale.Ticks().Select(scale.Label)];
        Assert.That(some.Split(' '), Is.SubsetOf(labels));
        Assert.That((scale.Low, scale.High), Is.Not.EqualTo((0, 0)));
    }

    private static IEnumerable<XElement> Named(XElement svg, string name) => svg.Descendants().Where(element => element.Name.LocalName == name);

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);

    private static (string Text, double Left, double Right, double Y) Place(XElement text)
    {
        double size = text.Attribute("font-size") is { } given ? double.Parse(given.Value, CultureInfo.InvariantCulture) : 12;
        double width = TextWidth.Of(text.Value, size);
        double x = Number(text, "x");
        double left = text.Attribute("text-anchor")!.Value switch { "middle" => x - (width / 2), "end" => x - width, _ => x };
        return (text.Value, left, left + width, Number(text, "y"));
    }
}
