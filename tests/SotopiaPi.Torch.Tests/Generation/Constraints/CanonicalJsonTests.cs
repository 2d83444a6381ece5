using System.Text.Json;

namespace SotopiaPi.Torch.Tests;

internal sealed class CanonicalJsonTests
{
    [TestCase("""{"a":[1,2.50,"x"],"b":{}}""", """{"a": [1, 2.50, "x"], "b": {}}""")]
    [TestCase("\"\\u00e9\\u001f\\/\\t\\\"\"", "\"é\\u001f/\\t\\\"\"")]
    [TestCase(" null ", "null")]
    public void Write_has_one_spelling(string text, string expected) =>
        Assert.That(CanonicalJson.Write(JsonDocument.Parse(text).RootElement), Is.EqualTo(expected));
}
