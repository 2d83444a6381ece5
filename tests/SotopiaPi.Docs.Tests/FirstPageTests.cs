namespace SotopiaPi.Docs.Tests;

public sealed class FirstPageTests
{
    private const int LongestExample = 25;

    /// <summary><c>.ci/consumer/run</c> executes that program against the packages.</summary>
    [Test]
    public void The_first_example_is_the_file_based_program_that_is_run()
    {
        PageBlock first = MarkdownPage.Load("README.md").Blocks[0];
        string program = File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, ".ci", "consumer", "quickstart.cs"));
        Assert.That(first.Text.Trim(), Is.EqualTo(program.Trim()));
        Assert.That(program.Trim().Split('\n'), Has.Length.LessThanOrEqualTo(LongestExample));
    }

    [Test]
    public void The_version_of_the_example_is_that_of_the_packages() =>
        Assert.That(MarkdownPage.Load("README.md").Text, Does.Contain($"#:package SotopiaPi.Torch@{typeof(Episode).Assembly.GetName().Version!.ToString(3)}"));
}
