using System.Buffers;
using System.Security;
using System.Text;

namespace SotopiaPi;

/// <summary>
/// Shows marked texts to their viewers (sotopia-lab/sotopia: <c>XMLRenderer</c>): <c>&lt;p viewer='agent_0'&gt;…&lt;/p&gt;</c> is for seat 0 only,
/// <c>&lt;strategy_hint&gt;…&lt;/strategy_hint&gt;</c> is shown when that kind of hint is, any other element is hidden with its text.
/// </summary>
internal static class Markup
{
    private static readonly SearchValues<char> Marks = SearchValues.Create([.. "<&", .. Enumerable.Range(0, 32).Select(code => (char)code).Except("\t\n")]);

    /// <summary>Whether the text needs rendering at all.</summary>
    public static bool IsMarked(string text) => text.AsSpan().ContainsAny(Marks) || text.Contains("]]>", StringComparison.Ordinal);

    /// <summary>What a seat sees.</summary>
    public static string SeenBy(Seat seat, string text, IReadOnlyList<string> hintTags)
    {
        if (!IsMarked(text))
        {
            return text;
        }

        StringBuilder seen = new();
        Append(seen, Parse(text), $"agent_{seat}", hintTags);
        return seen.ToString();
    }

    /// <summary>What the environment and judges see: all text without the marks. With hint tags, a text that is one hidden hint is empty, as in the reference.</summary>
    public static string Whole(string text, IReadOnlyList<string>? hintTags = null)
    {
        if (!IsMarked(text))
        {
            return text;
        }

        MarkupNode root = Parse(text);
        StringBuilder whole = new();
        if (hintTags is null || IsShown(root, hintTags))
        {
            AppendAll(whole, root);
        }

        return whole.ToString();
    }

    /// <summary>The text with its marks, repaired: what the reference shows a person.</summary>
    public static string Source(string text)
    {
        StringBuilder source = new();
        Write(source, Parse(text), 0, pretty: true);
        return source.Append('\n').ToString();
    }

    private static MarkupNode Parse(string text) =>
        MarkupParser.Parse(text, recovers: false)
        ?? MarkupParser.Parse($"<root>{text}</root>", recovers: false)
        ?? MarkupParser.Parse($"<root>{text.Replace("&", "&amp;", StringComparison.Ordinal)}</root>", recovers: true)!;

    private static void Append(StringBuilder seen, MarkupNode node, string viewer, IReadOnlyList<string> hintTags)
    {
        if (node.Tag is null)
        {
            seen.Append(node.Text);
        }
        else if (IsShown(node, hintTags))
        {
            foreach (MarkupNode child in node.Children)
            {
                if (child.Viewer is null || child.Viewer == viewer)
                {
                    Append(seen, child, viewer, hintTags);
                }
            }
        }
    }

    private static bool IsShown(MarkupNode node, IReadOnlyList<string> hintTags) => node.Tag is "root" or "p" || hintTags.Contains(node.Tag);

    private static void AppendAll(StringBuilder whole, MarkupNode node)
    {
        whole.Append(node.Text);
        node.Children.ForEach(child => AppendAll(whole, child));
    }

    private static void Write(StringBuilder source, MarkupNode node, int depth, bool pretty)
    {
        if (node.Tag is null)
        {
            source.Append(Escape(node.Text));
            return;
        }

        source.Append('<').Append(node.Tag);
        foreach ((string name, string value) in node.Attributes)
        {
            source.Append(' ').Append(name).Append("=\"").Append(Escape(value).Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
        }

        if (node.Children.Count == 0)
        {
            source.Append("/>");
            return;
        }

        source.Append('>');
        bool breaks = pretty && node.Children.TrueForAll(child => child.Tag is not null);
        foreach (MarkupNode child in node.Children)
        {
            source.Append(breaks ? "\n" : "").Append(' ', breaks ? 2 * (depth + 1) : 0);
            Write(source, child, depth + 1, breaks);
        }

        source.Append(breaks ? "\n" : "").Append(' ', breaks ? 2 * depth : 0).Append("</").Append(node.Tag).Append('>');
    }

    private static string Escape(string text) => SecurityElement.Escape(text).Replace("&apos;", "'", StringComparison.Ordinal).Replace("&quot;", "\"", StringComparison.Ordinal);
}
