namespace SotopiaPi.Docs.Tests;

/// <summary>What holds for every folder of samples.</summary>
public sealed class SampleTests
{
    private const int LongestProgram = 150;

    public static IEnumerable<string> Samples => Directory.EnumerateFiles(Path.Combine(SharedFolder.RepositoryRoot, "samples"), "*.csproj", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Samples))]
    public void The_program_is_short(string sample) =>
        Assert.That(File.ReadAllLines(Path.Combine(Folder(sample), "Program.cs")), Has.Length.LessThanOrEqualTo(LongestProgram), "what is more sits in files beside it");

    [TestCaseSource(nameof(Samples))]
    public void The_solution_builds_it(string sample) =>
        Assert.That(File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "SotopiaPi.sln")), Does.Contain($"\"samples\\{sample}\\{sample}.csproj\""));

    [TestCaseSource(nameof(Samples))]
    public void The_first_page_names_it(string sample) =>
        Assert.That(File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "README.md")), Does.Contain($"samples/{sample}"));

    [TestCaseSource(nameof(Samples))]
    [Platform(Exclude = "Win", Reason = "the commands are for bash")]
    public void Help_says_what_it_does(string sample)
    {
        using TemporaryFolder folder = new();
        (int code, string output) = ShellCommand.Run($"dotnet run -c Release --project samples/{sample} -- --help", folder.Path);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("Usage:").And.Contain("--help"));
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Is.Empty, "help writes nothing");
    }

    /// <summary><see cref="CommandTests"/> runs the block and compares the output.</summary>
    [TestCaseSource(nameof(Samples))]
    public void The_README_shows_the_smallest_input_and_its_output(string sample)
    {
        string readme = Path.Combine(Folder(sample), "README.md");
        Assert.That(readme, Does.Exist);
        IReadOnlyList<PageBlock> blocks = MarkdownPage.Load($"samples/{sample}/README.md").Blocks;
        int run = blocks.ToList().FindIndex(block => block.IsMarked("run") && block.Text.Contains($"dotnet run -c Release --project samples/{sample}", StringComparison.Ordinal));
        Assert.That(run, Is.Not.Negative, "a block '```sh run' with 'dotnet run -c Release --project samples/…' is missing");
        Assert.That(run + 1 < blocks.Count && blocks[run + 1].IsMarked("output"), "a block '```text output' must follow it");
    }

    private static string Folder(string sample) => Path.Combine(SharedFolder.RepositoryRoot, "samples", sample);
}
