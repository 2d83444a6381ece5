using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class MarkupTests
{
    private static readonly string[] AllTags = ["extra_info", "clarification_hint", "strategy_hint"];

    [Test]
    [Category("Fixtures.platform")]
    public void Renders_as_the_reference()
    {
        using JsonDocument fixture = JsonDocument.Parse(File.ReadAllText(SharedFolder.Fixture("platform/rendering/xml_renderer.json")));
        Assert.Multiple(() =>
        {
            foreach (JsonElement test in fixture.RootElement.GetProperty("cases").EnumerateArray())
            {
                string text = test.GetProperty("text").GetString()!;
                string[] tags = [.. test.GetProperty("tags_to_render").EnumerateArray().Select(tag => tag.GetString()!)];
                foreach (JsonElement result in test.GetProperty("result").GetProperty("all").EnumerateArray())
                {
                    Assert.That(Rendered(result[0].GetString()!, text, tags), Is.EqualTo(result[1].GetString()), $"{result[0]} of {text}");
                }
            }
        });
    }

    [TestCase("a <b c>x</b> d", "a  d")]
    [TestCase("a <b c d>x", "a d>x")]
    [TestCase("a <a href=x>y</a> z", "a x>y")]
    [TestCase("<p viewer='agent_1' viewer='agent_0'>x</p> & y", "  y")]
    [TestCase("a \u0001 b & c", "a  b  c")]
    [TestCase("a ]]> b & c", "a ]]> b  c")]
    [TestCase("<![CDATA[a < b]]> & c", "a < b & c")]
    [TestCase("one\r\ntwo\rthree", "one\ntwo\nthree")]
    public void Recovers_like_libxml2(string text, string seen) =>
        Assert.That(Markup.SeenBy(new Seat(0), text, AllTags), Is.EqualTo(seen));

    [Test]
    public void Deep_nesting_ends()
    {
        string text = new StringBuilder().Insert(0, "<p>", 100_000).Append("deep & down").ToString();
        Assert.That(() => Markup.SeenBy(new Seat(0), text, AllTags), Throws.Nothing);
    }

    [FsCheck.NUnit.Property(MaxTest = 5000)]
    public Property Random_markup_never_throws_and_hides_other_viewers(int seed)
    {
        Random random = new(seed);
        string[] pieces = ["<", ">", "&", "</", "/>", "<p>", "</p>", "<root>", "</root>", "<b>", "</b>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "&amp;", "&#65;", "&#xD800;", "&x;", " a", "='", "\"", "viewer='agent_0'", "\u0000", "é", "\r\n"];
        string noise = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)]));
        Markup.Whole(noise);
        Markup.Source(noise);
        string hidden = Markup.SeenBy(new Seat(1), $"Ada: <p viewer='agent_0'>{(random.Next(2) == 0 ? "&amp;" : "")}SECRET</p> {noise}", AllTags);
        return (!hidden.Contains("SECRET", StringComparison.Ordinal)).ToProperty();
    }

    private static string Rendered(string viewer, string text, string[] tags) => viewer switch
    {
        "environment" => Markup.Whole(text, tags),
        "human" => Markup.Source(text),
        _ => Markup.SeenBy(new Seat(int.Parse(viewer["agent_".Length..], System.Globalization.CultureInfo.InvariantCulture)), text, tags),
    };
}
