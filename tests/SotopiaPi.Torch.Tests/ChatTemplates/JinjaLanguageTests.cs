using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

/// <summary>Every snippet of jinja_language.json against the reference implementation's output.</summary>
[Category("Fixtures.text")]
public class JinjaLanguageTests
{
    public static IEnumerable<string> Files => SharedFolder.Cases(TemplateFixture.Root, "jinja_language.json");

    [TestCaseSource(nameof(Files))]
    public void Snippets_render_as_in_the_reference(string file)
    {
        JsonElement fixture = TemplateFixture.Read(file);
        var context = ((JinjaDictionary)JinjaConversion.From(fixture.GetProperty("context"))!).Items
            .Select(item => KeyValuePair.Create((string)item.Key!, item.Value)).ToList();
        TokenizerFixture.AssertNone(
        [
            .. from item in fixture.GetProperty("cases").EnumerateArray()
               let difference = TemplateFixture.Compare(item, () => new JinjaTemplate(item.GetProperty("template").GetString()!)
                   .Render(context, TemplateFixture.Clock(fixture)))
               where difference is not null
               select $"{item.GetProperty("id")}: {difference}",
        ]);
    }
}
