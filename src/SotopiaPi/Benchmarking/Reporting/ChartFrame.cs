namespace SotopiaPi;

/// <summary>What charts share: title, legend, axes, grid, and the rectangle that is left for the data.</summary>
internal sealed class ChartFrame
{
    private const double LegendLine = 18;
    private const double LegendMark = 22;

    public ChartFrame(SvgChart chart, AxisScale vertical, IReadOnlyList<string> legend, double bottom)
    {
        Canvas = new SvgCanvas(chart.Width, chart.Height, chart.Title);
        Vertical = vertical;
        double labels = vertical.Ticks().Max(tick => TextWidth.Of(vertical.Label(tick)));
        Left = labels + 14 + (chart.YLabel.Length > 0 ? 18 : 0);
        Right = chart.Width - 14;
        Bottom = chart.Height - bottom - (chart.XLabel.Length > 0 ? 18 : 0);
        Canvas.Text(chart.Width / 2, 20, TextWidth.Fit(chart.Title, chart.Width - 20, 14), "middle", size: 14, bold: true);
        Top = 34 + (legend.Count > 1 ? DrawLegend(legend) : 0);
        DrawVertical(chart);
        if (chart.XLabel.Length > 0)
        {
            Canvas.Text((Left + Right) / 2, chart.Height - 8, TextWidth.Fit(chart.XLabel, Right - Left), "middle");
        }
    }

    public SvgCanvas Canvas { get; }

    public AxisScale Vertical { get; }

    public double Left { get; }

    public double Right { get; }

    public double Top { get; }

    public double Bottom { get; }

    public double Y(double value) => Vertical.Map(value, Bottom, Top);

    /// <summary>Draws a number axis at the bottom.</summary>
    public void DrawHorizontal(AxisScale horizontal)
    {
        double[] ticks = [.. horizontal.Ticks()];
        double widest = ticks.Max(tick => TextWidth.Of(horizontal.Label(tick))) + 8;
        int every = Math.Max(1, (int)Math.Ceiling(widest * ticks.Length / (Right - Left)));
        for (int i = 0; i < ticks.Length; i++)
        {
            double x = horizontal.Map(ticks[i], Left, Right);
            Canvas.Line(x, Bottom, x, Bottom + 4);
            if (i % every == 0)
            {
                Canvas.Text(x, Bottom + 17, horizontal.Label(ticks[i]), "middle");
            }
        }

        Canvas.Line(Left, Bottom, Right, Bottom);
    }

    private void DrawVertical(SvgChart chart)
    {
        foreach (double tick in Vertical.Ticks())
        {
            double y = Y(tick);
            Canvas.Line(Left, y, Right, y, opacity: Math.Abs(tick) < 1e-12 ? 0.6 : 0.15);
            Canvas.Text(Left - 6, y + 4, Vertical.Label(tick), "end");
        }

        if (chart.YLabel.Length > 0)
        {
            Canvas.Text(14, (Top + Bottom) / 2, TextWidth.Fit(chart.YLabel, Bottom - Top), "middle", angle: -90);
        }
    }

    /// <summary>Writes the legend's entries in as many lines as they need and returns its height.</summary>
    private double DrawLegend(IReadOnlyList<string> legend)
    {
        double x = Left;
        double y = 40;
        for (int i = 0; i < legend.Count; i++)
        {
            string text = TextWidth.Fit(legend[i], Right - Left - LegendMark - 16);
            double width = LegendMark + TextWidth.Of(text) + 16;
            if (x > Left && x + width > Right)
            {
                x = Left;
                y += LegendLine;
            }

            Canvas.Rectangle(x, y - 9, 16, 10, ChartPalette.Color(i));
            Canvas.Text(x + LegendMark, y, text);
            x += width;
        }

        return y - 40 + LegendLine + 4;
    }
}
