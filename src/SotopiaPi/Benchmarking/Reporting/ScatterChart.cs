namespace SotopiaPi;

/// <summary>Points in the plane, e.g. a judge's score against the truth. Points on one another look darker.</summary>
public sealed record ScatterChart : SvgChart
{
    /// <summary>Gets the points.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Gets a value indicating whether the line of equal values is drawn; both axes then cover the same values.</summary>
    public bool Diagonal { get; init; }

    /// <inheritdoc/>
    public override string ToSvg()
    {
        ChartPoint[] all = [.. Series.SelectMany(series => series.Finite)];
        IEnumerable<double> both = all.SelectMany(point => new[] { point.X, point.Y });
        AxisScale vertical = AxisScale.Covering(Diagonal ? both : all.Select(point => point.Y));
        AxisScale horizontal = AxisScale.Covering(Diagonal ? both : all.Select(point => point.X));
        ChartFrame frame = new(this, vertical, [.. Series.Select(series => series.Name)], bottom: 26);
        frame.DrawHorizontal(horizontal);
        if (Diagonal)
        {
            frame.Canvas.Line(frame.Left, frame.Bottom, frame.Right, frame.Top, opacity: 0.5, dash: "5 4");
        }

        for (int i = 0; i < Series.Count; i++)
        {
            foreach (ChartPoint point in Series[i].Finite)
            {
                string title = $"{Series[i].Name}: {ReportText.Of(point.X)}, {ReportText.Of(point.Y)}";
                frame.Canvas.Circle(horizontal.Map(point.X, frame.Left, frame.Right), frame.Y(point.Y), 4, ChartPalette.Color(i), title, 0.45);
            }
        }

        return frame.Canvas.ToString();
    }
}
