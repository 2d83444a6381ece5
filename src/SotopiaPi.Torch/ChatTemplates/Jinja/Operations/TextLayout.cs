using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Indenting and shortening.</summary>
internal static class TextLayout
{
    public static string Indent(string text, JinjaArguments arguments)
    {
        object? width = arguments.TryGet(0, "width", out object? given) ? given : 4L;
        string indent = width as string ?? new string(' ', (int)Math.Clamp(JinjaNumber.ToInteger(width), 0, 1000));
        bool first = arguments.Flag(1, "first", false);
        bool blank = arguments.Flag(2, "blank", false);
        List<string> lines = PythonStrings.Lines(text + "\n", keepsEnds: false);
        StringBuilder output = new(text.Length);
        for (int i = 0; i < lines.Count; i++)
        {
            bool indented = i == 0 ? first : blank || lines[i].Length > 0;
            output.Append(i == 0 ? "" : "\n").Append(indented ? indent : "").Append(lines[i]);
            if (output.Length > JinjaLimits.TextLength)
            {
                throw JinjaError.Limit("an indented text is too long");
            }
        }

        return output.ToString();
    }

    public static string Truncate(string text, JinjaArguments arguments)
    {
        long length = arguments.Integer(0, "length", 255);
        bool cutsWords = arguments.Flag(1, "killwords", false);
        string end = arguments.Text(2, "end", "...")!;
        long leeway = arguments.Integer(3, "leeway", 5);
        IReadOnlyList<string> points = CodePoints.Split(text);
        if (points.Count <= length + leeway)
        {
            return text;
        }

        int kept = (int)Math.Max(0, length - CodePoints.Count(end));
        string cut = string.Concat(points.Take(kept));
        int space = cutsWords ? -1 : cut.LastIndexOf(' ');
        return (space < 0 ? cut : cut[..space]) + end;
    }
}
