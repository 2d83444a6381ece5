using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class UsedPromptLedgerTests
{
    [Test]
    public void What_was_used_is_remembered_for_each_model()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("used_prompt.csv");
        using (UsedPromptLedger ledger = UsedPromptLedger.Open(path))
        {
            Assert.That(ledger.TryAdd("m", new Inspiration("a|b \"c\"", "s"), "e1"), Is.True);
            Assert.That(ledger.TryAdd("m", new Inspiration("a|b \"c\"", "s"), "e2"), Is.False);
            Assert.That(ledger.TryAdd("n", new Inspiration("d", "s"), "e3"), Is.True);
        }

        Assert.That(File.ReadAllText(path), Is.EqualTo("model|source|pk|prompt\nm|s|e1|\"a|b \"\"c\"\"\"\nn|s|e3|d\n"));
        using UsedPromptLedger again = UsedPromptLedger.Open(path);
        Assert.That(again.Used("m"), Is.EqualTo(new[] { "a|b \"c\"" }));
        Assert.That(again.Used("other"), Is.Empty);
    }

    [Test]
    public void The_published_ledger_can_be_read()
    {
        using TemporaryFolder folder = new();
        File.Copy(SharedFolder.Path("data/sotopia-pi/used_prompt.csv"), folder.File("used.csv"));
        File.SetAttributes(folder.File("used.csv"), FileAttributes.Normal);
        using UsedPromptLedger ledger = UsedPromptLedger.Open(folder.File("used.csv"));
        Assert.That(ledger.Used("gpt-4-turbo"), Has.Count.GreaterThan(400).And.Contain("sit by the fire"));
    }

    [Test]
    public void Another_file_is_refused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("x.csv"), "a|b\n");
        Assert.That(() => UsedPromptLedger.Open(folder.File("x.csv")), Throws.TypeOf<RecordFormatException>().With.Message.Contains("found the header \"a|b\", wanted \"model|source|pk|prompt\""));
        using UsedPromptLedger open = UsedPromptLedger.Open(folder.File("y.csv"));
        Assert.That(() => UsedPromptLedger.Open(folder.File("y.csv")), Throws.InstanceOf<IOException>());
    }
}
