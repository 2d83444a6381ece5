using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SotopiaPi.Docs.Tests;

/// <summary>A page of the documentation: its fenced blocks and its links.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub).Build();

    private readonly MarkdownDocument _document;

    private MarkdownPage(string name, string text) => (Name, Text, _document) = (name, text, Markdown.Parse(text, s_pipeline));

    /// <summary>Gets the path of the page below the root of the repository, with forward slashes.</summary>
    public string Name { get; }

    public string Text { get; }

    /// <summary>Gets the fenced blocks, in the order of the page.</summary>
    public IReadOnlyList<PageBlock> Blocks =>
        [.. _document.Descendants<FencedCodeBlock>().Select(block => new PageBlock(block.Info ?? "", (block.Arguments ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), block.Lines.ToString(), block.Line + 1))];

    /// <summary>Gets the variables that the page's code may use without declaring them: type and name each.</summary>
    public IReadOnlyList<string> Given => [.. GivenComment().Matches(Text).SelectMany(comment => comment.Groups["variables"].Value.Split(';', StringSplitOptions.TrimEntries))];

    /// <summary>Gets the targets of the links to places in the repository.</summary>
    public IReadOnlyList<string> LocalLinks =>
        [.. _document.Descendants<LinkInline>().Select(link => link.Url ?? "").Where(url => url.Length > 0 && !Scheme().IsMatch(url))];

    /// <summary>Gets the anchors of the headings.</summary>
    public IReadOnlySet<string> Anchors => _document.Descendants<HeadingBlock>().Select(heading => Markdig.Renderers.Html.HtmlAttributesExtensions.GetAttributes(heading).Id ?? "").ToHashSet();

    /// <summary>Lists README, the pages in docs, and the READMEs of packages and samples.</summary>
    public static IReadOnlyList<string> All()
    {
        string root = SharedFolder.RepositoryRoot;
        IEnumerable<string> files = [
            Path.Combine(root, "README.md"),
            .. Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories),
            .. new[] { "src", "samples", "benchmarks" }.SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(root, folder))).Select(folder => Path.Combine(folder, "README.md")).Where(File.Exists),
        ];
        return [.. files.Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    public static MarkdownPage Load(string name) => new(name, File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, name)));

    [GeneratedRegex("<!-- given (?<variables>.*?) -->")]
    private static partial Regex GivenComment();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex Scheme();
}
