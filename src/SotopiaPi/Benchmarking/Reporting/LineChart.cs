namespace SotopiaPi;

/// <summary>Lines over a number axis, e.g. the loss over the steps; intervals of points are drawn as a band.</summary>
public sealed record LineChart : SvgChart
{
    /// <summary>Points of one line beyond which neighbours are averaged: more cannot be seen.</summary>
    private const int MaxPoints = 1000;

    /// <summary>Gets the lines.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Gets a value indicating whether the vertical axis includes 0.</summary>
    public bool FromZero { get; init; }

    /// <inheritdoc/>
    public override string ToSvg()
    {
        ChartPoint[][] lines = [.. Series.Select(series => Thin(series.Finite))];
        ChartPoint[] all = [.. lines.SelectMany(line => line)];
        AxisScale vertical = AxisScale.Covering(all.SelectMany(point => new[] { point.Y, point.Low ?? point.Y, point.High ?? point.Y }), withZero: FromZero);
        AxisScale horizontal = AxisScale.Covering(all.Select(point => point.X));
        ChartFrame frame = new(this, vertical, [.. Series.Select(series => series.Name)], bottom: 26);
        frame.DrawHorizontal(horizontal);
        double X(double value) => horizontal.Map(value, frame.Left, frame.Right);
        for (int i = 0; i < lines.Length; i++)
        {
            DrawBand(frame, lines[i], X, ChartPalette.Color(i));
            frame.Canvas.Path([.. lines[i].Select(point => (X(point.X), frame.Y(point.Y)))], ChartPalette.Color(i), dash: ChartPalette.Dash(i));
            foreach (ChartPoint point in lines[i].Length <= 30 ? lines[i] : [])
            {
                frame.Canvas.Circle(X(point.X), frame.Y(point.Y), 3, ChartPalette.Color(i), $"{Series[i].Name}: {ReportText.Of(point.Y, 3)}");
            }
        }

        return frame.Canvas.ToString();
    }

    private static void DrawBand(ChartFrame frame, ChartPoint[] line, Func<double, double> x, string color)
    {
        ChartPoint[] band = [.. line.Where(point => point.Low is not null && point.High is not null)];
        if (band.Length > 1)
        {
            frame.Canvas.Area([.. band.Select(point => (x(point.X), frame.Y(point.High!.Value))), .. band.Reverse().Select(point => (x(point.X), frame.Y(point.Low!.Value)))], color, 0.15);
        }
    }

    private static ChartPoint[] Thin(ChartPoint[] points)
    {
        int size = (points.Length + MaxPoints - 1) / MaxPoints;
        return size <= 1 ? points : [.. points.Chunk(size).Select(chunk => new ChartPoint(chunk.Average(point => point.X), chunk.Average(point => point.Y)))];
    }
}
