namespace SotopiaPi.Docs.Tests;

/// <summary>Executes the command blocks marked <c>run</c>, one line after another in one folder; a block marked <c>output</c> right after it is what they print.</summary>
[Platform(Exclude = "Win", Reason = "the blocks are for bash")]
public sealed class CommandTests
{
    public static IEnumerable<TestCaseData> Blocks => MarkdownPage.All().Select(MarkdownPage.Load)
        .SelectMany(page => page.Blocks.Select((block, index) => (page, block, index)))
        .Where(item => item.block.IsMarked("run"))
        .Select(item => new TestCaseData(item.page.Name, item.index).SetArgDisplayNames(item.page.Name, $"line {item.block.Line}"));

    [TestCaseSource(nameof(Blocks))]
    public void The_commands_succeed_and_print_what_the_page_shows(string name, int index)
    {
        IReadOnlyList<PageBlock> blocks = MarkdownPage.Load(name).Blocks;
        using TemporaryFolder folder = new();
        string output = "";
        foreach (string line in blocks[index].Text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            (int code, string printed) = ShellCommand.Run(line, folder.Path);
            Assert.That(code, Is.Zero, $"{line}\n{printed}");
            output += printed;
        }

        if (index + 1 < blocks.Count && blocks[index + 1].IsMarked("output"))
        {
            Assert.That(ExpectedOutput.FirstMissing(blocks[index + 1].Text, output), Is.Null, $"the line is missing in\n{output}");
        }
    }

    [Test]
    public void A_line_that_is_not_printed_is_found()
    {
        Assert.That(ExpectedOutput.FirstMissing("a  1\n…\nc … e", "a 1\nb\nc d e\n"), Is.Null);
        Assert.That(ExpectedOutput.FirstMissing("c … e\na 1", "a 1\nb\nc d e\n"), Is.EqualTo("a 1"), "the order counts");
        Assert.That(ExpectedOutput.FirstMissing("c d", "c d e\n"), Is.EqualTo("c d"), "a line is whole");
    }
}
