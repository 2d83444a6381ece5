using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

public sealed class ReadmeTests
{
    private static string Readme => File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "README.md"));

    [Test]
    public void The_composition_example_is_the_one_that_is_compiled()
    {
        string source = File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "tests", "SotopiaPi.Samples.Tests", "ReadmeExample.cs"));
        string compiled = Between(source, "// begin\n", "        // end");
        string[] lines = [.. compiled.TrimEnd().Split('\n').Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line)];
        Assert.That(Between(Readme, "```csharp\n", "```").TrimEnd(), Is.EqualTo(string.Join("\n", lines)));
    }

    [Test]
    public void The_two_commands_are_there()
    {
        Assert.That(Readme, Does.Contain("dotnet run -c Release --project samples/SelfTraining"));
        Assert.That(Readme, Does.Contain("dotnet test -c Release"));
    }

    private static string Between(string text, string begin, string end)
    {
        int start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        Assert.That(start, Is.GreaterThanOrEqualTo(begin.Length), $"'{begin.Trim()}' is missing");
        return text[start..text.IndexOf(end, start, StringComparison.Ordinal)];
    }
}
