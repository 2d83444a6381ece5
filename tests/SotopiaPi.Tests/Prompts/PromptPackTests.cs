namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class PromptPackTests
{
    [Test]
    public void Embedded_packs_are_chats()
    {
        Assert.That(PromptPack.Default.Form, Is.EqualTo(PromptForm.Chat));
        Assert.That(PromptPack.Compact.Name, Is.EqualTo("compact"));
    }

    [TestCase("{", "The prompt pack in 'the text' cannot be read: ")]
    [TestCase("null", "The prompt pack in 'the text' cannot be used: The prompt pack in 'the text' is null")]
    [TestCase("""{"name": "x"}""", "The prompt pack in 'the text' cannot be read: ")]
    [TestCase("""{"name": "x", "form": "chat", "sistem": ""}""", "The prompt pack in 'the text' cannot be read: ")]
    [TestCase("""{"name": "x", "form": "chat", "system": "{foo}"}""", "The prompt pack in 'the text' cannot be used: The template uses the unknown name {foo}; known here: agent_name")]
    [TestCase("""{"name": "x", "form": "chat", "system": "{foo"}""", "The prompt pack in 'the text' cannot be used: The template has a brace at character 0 that opens no name")]
    public void Parse_says_what_is_wrong(string json, string start) =>
        Assert.That(() => PromptPack.Parse(json), Throws.TypeOf<FormatException>().With.Message.StartsWith(start));

    [Test]
    public void Load_names_the_missing_file() =>
        Assert.That(() => PromptPack.Load("no-such-pack.json"), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("no-such-pack.json"));

    [Test]
    public void Template_names_what_there_is()
    {
        PromptPack pack = PromptPack.Parse("""{"name": "x", "form": "single", "templates": {"judge": "{a} {{b}} {c}"}}""");
        Assert.That(pack.Template("judge").Fill(name => name + "!"), Is.EqualTo("a! {b} c!"));
        Assert.That(() => pack.Template("no"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("it has: judge"));
    }
}
