using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>Writes SVG elements as text. Lines and words have the colour of the text around the picture, so that it fits light and dark pages.</summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder _svg = new();

    public SvgCanvas(double width, double height, string title)
    {
        string label = ReportText.Encode(title);
        _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {N(width)} {N(height)}\" width=\"{N(width)}\" height=\"{N(height)}\" role=\"img\" aria-label=\"{label}\" font-family=\"sans-serif\" font-size=\"12\" fill=\"currentColor\">\n<title>{label}</title>\n");
    }

    /// <summary>A coordinate: at most two decimal places, a point, no exponent.</summary>
    public static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture) is "-0" ? "0" : Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    public void Line(double x1, double y1, double x2, double y2, string stroke = "currentColor", double width = 1, double opacity = 1, string? dash = null) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\" stroke=\"{stroke}\" stroke-width=\"{N(width)}\"{Opacity("stroke-opacity", opacity)}{Dash(dash)}/>\n");

    public void Rectangle(double x, double y, double width, double height, string fill, string? title = null, double opacity = 1) =>
        Element($"<rect x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(Math.Max(0, height))}\" fill=\"{fill}\"{Opacity("fill-opacity", opacity)}", "rect", title);

    public void Circle(double x, double y, double radius, string fill, string? title = null, double opacity = 1) =>
        Element($"<circle cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\" fill=\"{fill}\"{Opacity("fill-opacity", opacity)}", "circle", title);

    public void Path(IReadOnlyList<(double X, double Y)> points, string stroke, double width = 2, string? dash = null) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points.Select(point => $"{N(point.X)},{N(point.Y)}"))}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{N(width)}\" stroke-linejoin=\"round\"{Dash(dash)}/>\n");

    public void Area(IReadOnlyList<(double X, double Y)> points, string fill, double opacity) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<polygon points=\"{string.Join(' ', points.Select(point => $"{N(point.X)},{N(point.Y)}"))}\" fill=\"{fill}\"{Opacity("fill-opacity", opacity)}/>\n");

    /// <summary>Writes a text. The anchor is start, middle or end; the angle turns it around its own place, in degrees.</summary>
    public void Text(double x, double y, string text, string anchor = "start", double angle = 0, double size = 12, bool bold = false)
    {
        string turn = angle == 0 ? "" : $" transform=\"rotate({N(angle)} {N(x)} {N(y)})\"";
        string weight = bold ? " font-weight=\"bold\"" : "";
        string fontSize = size == 12 ? "" : $" font-size=\"{N(size)}\"";
        _svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\"{fontSize}{weight}{turn}>{ReportText.Encode(text)}</text>\n");
    }

    public override string ToString() => _svg + "</svg>\n";

    private void Element(string start, string name, string? title) =>
        _svg.Append(title is null ? $"{start}/>\n" : $"{start}><title>{ReportText.Encode(title)}</title></{name}>\n");

    private static string Opacity(string name, double value) => value >= 1 ? "" : $" {name}=\"{N(value)}\"";

    private static string Dash(string? dash) => dash is null ? "" : $" stroke-dasharray=\"{dash}\"";
}
