using System.Text.Json;

namespace SotopiaPi.Torch.Tests;

internal sealed class OutputGrammarTests
{
    private readonly OutputGrammar _grammar = new(TinyVocabulary.Vocabulary, TinyVocabulary.Encode);

    [Test]
    public void Schema_is_compiled_once()
    {
        TokenConstraint first = _grammar.Schema(Parse("""{"type": "null"}"""));
        TokenConstraint second = _grammar.Schema(Parse("""{"type": "null"}"""));
        Assert.That(second, Is.SameAs(first));
    }

    [Test]
    public void Schema_refuses_again_what_it_refused()
    {
        for (int i = 0; i < 2; i++)
        {
            Assert.Throws<JsonSchemaNotSupportedException>(() => _grammar.Schema(Parse("""{"pattern": "x"}""")));
        }
    }

    [Test]
    public void AnyObject_writes_objects_that_parse()
    {
        var random = new Random(7);
        for (int i = 0; i < 20; i++)
        {
            string text = JsonSchemaPatternTests.Walk(_grammar.AnyObject(), random);
            Assert.That(Parse(text).ValueKind, Is.EqualTo(JsonValueKind.Object), text);
        }
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;
}
