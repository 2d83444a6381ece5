namespace SotopiaPi.Tests.Training.Export;

public sealed class ChatJsonLinesTests
{
    [Test]
    public void Messages_form_learns_the_last_reply_alone()
    {
        using ExportFiles files = new();
        Assert.That(ChatJsonLines.Write(Path.Combine(files.Folder, "a.jsonl"), [ExportFiles.Chat, ExportFiles.Single]), Is.EqualTo(2));
        string[] lines = files.Read("a.jsonl").Split('\n');
        Assert.That(lines[0], Is.EqualTo("""{"messages":[{"role":"system","content":"Ann: a lamp."},{"role":"assistant","content":"{\"a\": 1}","weight":0},{"role":"user","content":"Hé"},{"role":"user","content":"lo"},{"role":"assistant","content":"{\"b\": \"\uD83D\uDE42\"}"}]}"""));
        Assert.That(lines[1], Does.StartWith("""{"messages":[{"role":"user","content":"Imagine\nyou are Ann."},"""));
        Assert.That(lines[2..], Is.EqualTo([""]));
    }

    [Test]
    public void Prompt_completion_form_separates_the_reply()
    {
        using ExportFiles files = new();
        ChatJsonLines.Write(Path.Combine(files.Folder, "a.jsonl"), [ExportFiles.Single], ChatJsonLinesForm.PromptCompletion);
        Assert.That(files.Read("a.jsonl"), Is.EqualTo("""{"prompt":[{"role":"user","content":"Imagine\nyou are Ann."}],"completion":[{"role":"assistant","content":"{\"b\": 2}"}]}""" + "\n"));
    }

    [Test]
    public void A_weight_that_the_format_cannot_say_is_refused_and_the_old_file_stays()
    {
        using ExportFiles files = new();
        string path = Path.Combine(files.Folder, "a.jsonl");
        File.WriteAllText(path, "old");
        ArgumentException error = Assert.Throws<ArgumentException>(() => ChatJsonLines.Write(path, [ExportFiles.Chat, ExportFiles.Single with { Weight = 0.5 }]))!;
        Assert.That(error.Message, Does.Contain("'k2' has the weight 0.5"));
        Assert.That((files.Read("a.jsonl"), Directory.GetFiles(files.Folder).Length), Is.EqualTo(("old", 1)));
    }
}
