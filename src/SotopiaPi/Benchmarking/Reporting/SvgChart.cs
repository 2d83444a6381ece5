namespace SotopiaPi;

/// <summary>A chart as SVG text: no fonts, no drawing package, the same under every culture. Texts are encoded, so that they may come from anywhere.</summary>
public abstract record SvgChart
{
    /// <summary>Gets the title.</summary>
    public required string Title { get; init; }

    /// <summary>Gets the words below the horizontal axis; may be empty.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>Gets the words beside the vertical axis; may be empty.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Gets the width.</summary>
    /// <value>In pixels. At least 160. The default is 640.</value>
    public int Width
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 160);
            field = value;
        }
    } = 640;

    /// <summary>Gets the height.</summary>
    /// <value>In pixels. At least 120. The default is 360.</value>
    public int Height
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 120);
            field = value;
        }
    } = 360;

    /// <summary>Draws the chart.</summary>
    /// <returns>One <c>svg</c> element, which stands in a page or, alone, in a file.</returns>
    public abstract string ToSvg();
}

/// <summary>A named list of points.</summary>
/// <param name="Name">The name, for the legend.</param>
/// <param name="Points">The points. Those with a coordinate that is no finite number are left out.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points)
{
    internal ChartPoint[] Finite => [.. Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];

    /// <summary>Makes a series of values at 1, 2, 3, …</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The values.</param>
    /// <returns>The series.</returns>
    public static ChartSeries Of(string name, IEnumerable<double> values) => new(name, [.. values.Select((value, index) => new ChartPoint(index + 1, value))]);
}

/// <summary>A point of a chart.</summary>
/// <param name="X">The horizontal value.</param>
/// <param name="Y">The vertical value.</param>
public readonly record struct ChartPoint(double X, double Y)
{
    /// <summary>Gets the lower end of the value's interval; <see langword="null"/> when there is none.</summary>
    public double? Low { get; init; }

    /// <summary>Gets the upper end of the value's interval; <see langword="null"/> when there is none.</summary>
    public double? High { get; init; }
}
