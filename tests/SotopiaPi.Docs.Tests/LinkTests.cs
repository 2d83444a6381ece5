namespace SotopiaPi.Docs.Tests;

public sealed class LinkTests
{
    public static IEnumerable<string> Pages => MarkdownPage.All();

    [TestCaseSource(nameof(Pages))]
    public void Links_lead_to_a_file_and_a_heading_of_the_repository(string page)
    {
        MarkdownPage source = MarkdownPage.Load(page);
        Assert.That(source.LocalLinks.Where(link => !Exists(source, link)), Is.Empty);
    }

    [Test]
    public void Every_page_has_a_place_in_the_site()
    {
        string docs = Path.Combine(SharedFolder.RepositoryRoot, "docs");
        string contents = File.ReadAllText(Path.Combine(docs, "toc.yml"));
        IEnumerable<string> pages = Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(docs, file).Replace('\\', '/')).Where(page => page != "index.md");
        Assert.That(pages.Where(page => !contents.Contains("href: " + page, StringComparison.Ordinal)), Is.Empty, "docs/toc.yml lists them");
    }

    private static bool Exists(MarkdownPage source, string link)
    {
        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0
            ? source.Name
            : Path.GetRelativePath(SharedFolder.RepositoryRoot, Path.Combine(SharedFolder.RepositoryRoot, Path.GetDirectoryName(source.Name)!, parts[0])).Replace('\\', '/');
        string full = Path.Combine(SharedFolder.RepositoryRoot, target);
        return parts.Length == 1 || parts[1].Length == 0 ? Path.Exists(full) : File.Exists(full) && MarkdownPage.Load(target).Anchors.Contains(parts[1]);
    }
}
