namespace SotopiaPi;

/// <summary>Bars with confidence intervals: one group for each category, one bar in it for each series. A bar without a mean is marked as not rated.</summary>
public sealed record BarChart : SvgChart
{
    private const double LineHeight = 14;

    /// <summary>Gets the categories, e.g. methods.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Gets the series, e.g. judges; each has one estimate for each category.</summary>
    public required IReadOnlyList<BarSeries> Series { get; init; }

    /// <summary>Gets the number of decimal places of the values above the bars; <see langword="null"/> for no values.</summary>
    public int? Decimals { get; init; } = 2;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A series does not have one estimate for each category.</exception>
    public override string ToSvg()
    {
        if (Series.FirstOrDefault(series => series.Values.Count != Categories.Count) is { } odd)
        {
            throw new InvalidOperationException($"Series '{odd.Name}' has {odd.Values.Count} values for {Categories.Count} categories: give one for each, with a null mean for a missing one.");
        }

        IEnumerable<double> values = Series.SelectMany(series => series.Values).SelectMany(value => new[] { value.Mean, value.Low, value.High }).Select(value => value ?? double.NaN);
        AxisScale vertical = AxisScale.Covering(values, withZero: true);
        double slot = (Width - 80.0) / Math.Max(1, Categories.Count);
        string[][] labels = [.. Categories.Select(category => Wrap(category, slot - 6))];
        bool turned = labels.SelectMany(lines => lines).Any(line => TextWidth.Of(line) > slot - 4) || labels.Any(lines => lines.Length > 3);
        double bottom = turned ? Math.Min(Height * 0.4, (Categories.Select(category => TextWidth.Of(category)).DefaultIfEmpty().Max() * 0.7) + 16) : (labels.Select(lines => lines.Length).DefaultIfEmpty(1).Max() * LineHeight) + 12;
        ChartFrame frame = new(this, vertical, [.. Series.Select(series => series.Name)], bottom);
        slot = (frame.Right - frame.Left) / Math.Max(1, Categories.Count);
        for (int i = 0; i < Categories.Count; i++)
        {
            double start = frame.Left + (i * slot);
            DrawLabel(frame, start + (slot / 2), turned ? [TextWidth.Fit(Categories[i], Math.Min((bottom - 16) / 0.65, (start + (slot / 2)) / 0.77))] : labels[i], turned);
            DrawGroup(frame, i, start + (slot * 0.1), slot * 0.8);
        }

        return frame.Canvas.ToString();
    }

    private void DrawGroup(ChartFrame frame, int category, double start, double width)
    {
        double bar = width / Series.Count;
        for (int i = 0; i < Series.Count; i++)
        {
            MeanEstimate value = Series[i].Values[category];
            double center = start + ((i + 0.5) * bar);
            if (value.Mean is not { } mean)
            {
                frame.Canvas.Text(center, frame.Y(0) - 4, "not rated", angle: -90, size: 11);
                continue;
            }

            string title = $"{Categories[category]}, {Series[i].Name}: {ReportText.Of(value)} (n = {ReportText.CountOf(value)})";
            frame.Canvas.Rectangle(center - (bar * 0.42), Math.Min(frame.Y(mean), frame.Y(0)), bar * 0.84, Math.Abs(frame.Y(mean) - frame.Y(0)), ChartPalette.Color(i), title, 0.85);
            DrawInterval(frame, value, center, Math.Min(6, bar * 0.25));
            DrawValue(frame, value, mean, center, bar);
        }
    }

    private static void DrawInterval(ChartFrame frame, MeanEstimate value, double center, double cap)
    {
        if (value.Low is { } low && value.High is { } high)
        {
            frame.Canvas.Line(center, frame.Y(low), center, frame.Y(high), width: 1.5);
            frame.Canvas.Line(center - cap, frame.Y(low), center + cap, frame.Y(low), width: 1.5);
            frame.Canvas.Line(center - cap, frame.Y(high), center + cap, frame.Y(high), width: 1.5);
        }
    }

    /// <summary>Writes the mean beyond the bar's end where there is room beside its neighbours.</summary>
    private void DrawValue(ChartFrame frame, MeanEstimate value, double mean, double center, double bar)
    {
        if (Decimals is not { } decimals || TextWidth.Of(ReportText.Of(mean, decimals), 10) > bar + 2)
        {
            return;
        }

        double y = mean >= 0 ? frame.Y(Math.Max(mean, value.High ?? mean)) - 4 : frame.Y(Math.Min(mean, value.Low ?? mean)) + 12;
        frame.Canvas.Text(center, y, ReportText.Of(mean, decimals), "middle", size: 10);
    }

    private static void DrawLabel(ChartFrame frame, double center, string[] lines, bool turned)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            frame.Canvas.Text(turned ? center + 4 : center, frame.Bottom + 14 + (i * LineHeight), lines[i], turned ? "end" : "middle", angle: turned ? -40 : 0);
        }
    }

    /// <summary>Breaks a label after spaces, hyphens and underscores so that its lines fit.</summary>
    private static string[] Wrap(string text, double width)
    {
        List<string> lines = [""];
        foreach (string word in text.Replace("_", "_\n", StringComparison.Ordinal).Replace("-", "-\n", StringComparison.Ordinal).Replace(" ", " \n", StringComparison.Ordinal).Split('\n'))
        {
            if (lines[^1].Length == 0 || TextWidth.Of((lines[^1] + word).TrimEnd()) <= width)
            {
                lines[^1] += word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return [.. lines.Select(line => line.TrimEnd())];
    }
}

/// <summary>A named list of estimates, one for each category.</summary>
/// <param name="Name">The name, for the legend.</param>
/// <param name="Values">The estimates.</param>
public sealed record BarSeries(string Name, IReadOnlyList<MeanEstimate> Values);
