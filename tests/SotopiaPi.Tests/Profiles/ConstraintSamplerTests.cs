using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class ConstraintSamplerTests
{
    [Test]
    [Category("Fixtures.platform")]
    public void Admissible_pairs_are_those_of_the_reference()
    {
        using JsonDocument fixture = JsonDocument.Parse(File.ReadAllText(SharedFolder.Fixture("platform/sampling/admissible_pairs.json")));
        Dictionary<string, ProfileFolder> data = new[] { "sotopia", "sotopia-pi" }.ToDictionary(name => name, name => ProfileFolder.Read(SharedFolder.Path("data/" + name)));
        Assert.Multiple(() =>
        {
            foreach (JsonElement test in fixture.RootElement.GetProperty("cases").EnumerateArray())
            {
                Check(test, data[test.GetProperty("dataset").GetString()!]);
            }
        });
    }

    [TestCase("nan")]
    [TestCase("")]
    [TestCase("[]")]
    [TestCase("[(18, 40)]")]
    [TestCase("[('18', '40'), ('18', '40')]")]
    [TestCase("[(18, 40), (18, 40)] or so")]
    public void A_malformed_age_constraint_is_quoted(string text) =>
        Assert.That(() => AgeConstraint.Parse(text), Throws.TypeOf<RecordFormatException>().With.Message.EqualTo($"field 'age_constraint': found \"{text}\", wanted a list of two pairs like [(18, 70), (25, 40)]"));

    [Test]
    public void Draw_follows_the_seed_and_takes_what_there_is()
    {
        EnvironmentProfile environment = TestTasks.Pair().Environment;
        (AgentProfile, AgentProfile)[] pairs = [.. Enumerable.Range(0, 20).Select(i => (TestTasks.Ada with { Id = $"{i}" }, TestTasks.Ben))];
        IReadOnlyList<(AgentProfile First, AgentProfile Second)> drawn = ConstraintSampler.Draw(environment, pairs, 5, 1);
        Assert.That(drawn, Has.Count.EqualTo(5).And.Unique);
        Assert.That(ConstraintSampler.Draw(environment, [.. pairs.Reverse()], 5, 1), Is.EqualTo(drawn));
        Assert.That(ConstraintSampler.Draw(environment, pairs, 5, 2), Is.Not.EqualTo(drawn));
        Assert.That(ConstraintSampler.Draw(environment, pairs, 50, 2), Has.Count.EqualTo(20));
    }

    private static void Check(JsonElement test, ProfileFolder folder)
    {
        string? age = test.GetProperty("age_constraint").GetString();
        EnvironmentProfile environment = new("e", "", ["", ""]) { Relationship = (RelationshipType)test.GetProperty("relationship").GetInt32(), AgeConstraint = age };
        IEnumerable<string> Pairs() => ConstraintSampler.Admissible(environment, folder.Relationships, folder.Agents.ToDictionary(agent => agent.Id))
            .Select(pair => pair.First.Id + " " + pair.Second.Id).Order(StringComparer.Ordinal);
        JsonElement result = test.GetProperty("result").GetProperty("all");
        string name = test.GetProperty("name").GetString()!;
        if (age is null)
        {
            // Deliberate difference: without a constraint every age is allowed; the reference raises.
            Assert.That(Pairs(), Is.Not.Empty, name);
        }
        else if (result.TryGetProperty("error", out _))
        {
            Assert.That(() => Pairs().ToList(), Throws.TypeOf<RecordFormatException>(), name);
        }
        else
        {
            Assert.That(Pairs(), Is.EqualTo(result.GetProperty("pairs").EnumerateArray().Select(pair => pair[0].GetString() + " " + pair[1].GetString()).Order(StringComparer.Ordinal)), name);
        }
    }
}
