namespace SotopiaPi.Docs.Tests;

public sealed class CodeTests
{
    public static IEnumerable<string> Pages => MarkdownPage.All();

    [TestCaseSource(nameof(Pages))]
    public void The_code_of_the_page_compiles(string page) => Assert.That(PageCompiler.Problems(MarkdownPage.Load(page)), Is.Empty);

    [Test]
    public void Code_that_does_not_compile_is_found()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("page.md");
        File.WriteAllText(file, "<!-- given IChatClient client -->\n\n```csharp\nIChatClient other = client;\nint number = other;\n```\n");
        MarkdownPage page = MarkdownPage.Load(Path.GetRelativePath(SharedFolder.RepositoryRoot, file));
        Assert.That(PageCompiler.Problems(page), Has.One.Contains("page.md(5): CS0029"));
    }
}
