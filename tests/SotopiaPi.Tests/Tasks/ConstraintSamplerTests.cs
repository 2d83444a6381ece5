using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class ConstraintSamplerTests
{
    private static readonly AgentProfile[] People = [.. Enumerable.Range(0, 6).Select(i => new AgentProfile($"p{i}", $"P{i}", "") { Age = 20 + (10 * i), Occupation = i % 2 == 0 ? "Park Ranger" : "Chef" })];

    private static IEnumerable<string> Cases() => SharedFolder.Cases("platform/sampling", "*.json");

    [TestCaseSource(nameof(Cases))]
    [Category("Fixtures.platform")]
    public void Admissible_pairs_are_those_of_the_reference(string name)
    {
        using JsonDocument fixture = JsonDocument.Parse(File.ReadAllText(SharedFolder.RequireCase("platform/sampling", name)));
        Dictionary<string, ProfileFolder> data = new[] { "sotopia", "sotopia-pi" }.ToDictionary(set => set, set => ProfileFolder.Read(SharedFolder.Path("data/" + set)));
        using (Assert.EnterMultipleScope())
        {
            foreach (JsonElement test in fixture.RootElement.GetProperty("cases").EnumerateArray())
            {
                ProfileFolder folder = data[test.GetProperty("dataset").GetString()!];
                Check(test, new ConstraintSampler(folder.Agents, folder.Relationships));
            }
        }
    }

    [Test]
    public void Sample_follows_the_seed_and_not_the_order_of_the_relationships()
    {
        Relationship[] all = Related(RelationshipType.Friend);
        IReadOnlyList<SocialTask> tasks = Sampler(all, new ConstraintSamplerOptions { Seed = 1 }).Sample(Environment(), 5);
        Assert.That(Keys(tasks).Distinct().Count(), Is.EqualTo(5));
        Assert.That(Keys(Sampler([.. all.Reverse()], new ConstraintSamplerOptions { Seed = 1 }).Sample(Environment(), 5)), Is.EqualTo(Keys(tasks)));
        Assert.That(Keys(Sampler(all, new ConstraintSamplerOptions { Seed = 2 }).Sample(Environment(), 5)), Is.Not.EqualTo(Keys(tasks)));
    }

    [Test]
    public void Too_few_groups_are_an_error_unless_fewer_will_do()
    {
        Relationship[] one = [new Relationship("r", "p0", "p1", RelationshipType.Friend)];
        Assert.That(() => Sampler(one).Sample(Environment(), 2), Throws.InvalidOperationException.With.Message.StartsWith("1 groups of characters fit environment 'e', but 2 different ones are wanted: ask for fewer"));
        Assert.That(Sampler(one, new ConstraintSamplerOptions { TakesFewer = true }).Sample(Environment(), 2), Has.Count.EqualTo(1));
    }

    [Test]
    public void With_replacement_situations_and_groups_come_again()
    {
        EnvironmentProfile[] environments = [Environment(), Environment() with { Id = "f" }];
        IReadOnlyList<SocialTask> tasks = Sampler([new Relationship("r", "p0", "p1", RelationshipType.Friend)]).SampleWithReplacement(environments, 20);
        Assert.That(tasks, Has.Count.EqualTo(20));
        Assert.That(tasks.Select(task => task.Environment.Id).Distinct(), Is.EquivalentTo(new[] { "e", "f" }));
        Assert.That(() => Sampler([]).SampleWithReplacement(environments, 1), Throws.InvalidOperationException.With.Message.StartsWith("No group of characters fits environment"));
    }

    [Test]
    public void Balanced_positions_let_everybody_open_about_equally_often()
    {
        int[] Opened(SeatPositions positions)
        {
            IReadOnlyList<SocialTask> tasks = Sampler(Related(RelationshipType.Friend), new ConstraintSamplerOptions { Positions = positions }).Sample(Environment(), 15);
            return [.. People.Select(person => tasks.Count(task => task.Agents[0].Id == person.Id))];
        }

        Assert.That(Opened(SeatPositions.AsWritten), Is.EqualTo(new[] { 5, 4, 3, 2, 1, 0 }));
        Assert.That(Opened(SeatPositions.Balanced), Has.All.InRange(2, 3));
    }

    [Test]
    public void Balanced_positions_break_no_constraint()
    {
        EnvironmentProfile environment = Environment() with { AgeConstraint = "[(18, 30), (31, 99)]" };
        IReadOnlyList<SocialTask> tasks = Sampler(Related(RelationshipType.Friend), new ConstraintSamplerOptions { Positions = SeatPositions.Balanced }).Sample(environment, 8);
        Assert.That(tasks.Select(task => task.Agents[0].Age), Has.All.LessThanOrEqualTo(30));
    }

    [TestCase("[['park_ranger'], []]", "p0p1 p0p2 p2p3")]
    [TestCase("[['PARK RANGER', 'x'], ['park_ranger']]", "p0p2")]
    [TestCase("[park_ranger, chef]", "p0p1 p2p3")]
    [TestCase("[['chef']]", "")]
    [TestCase("[['any'], ['any']]", "p0p1 p0p2 p2p3")]
    [TestCase("nan", "p0p1 p0p2 p2p3")]
    [TestCase("", "p0p1 p0p2 p2p3")]
    [TestCase(null, "p0p1 p0p2 p2p3")]
    public void Occupations_count_in_the_full_variant_only(string? occupations, string expected)
    {
        Relationship[] three = [Friends("p0", "p1"), Friends("p0", "p2"), Friends("p2", "p3")];
        EnvironmentProfile environment = Environment() with { OccupationConstraint = occupations };
        Assert.That(Pairs(Sampler(three, new ConstraintSamplerOptions { Constraints = ConstraintVariant.Full }), environment), Is.EqualTo(expected));
        Assert.That(Pairs(Sampler(three), environment), Is.EqualTo("p0p1 p0p2 p2p3"));
    }

    [Test]
    public void Named_characters_count_in_the_full_variant_only()
    {
        Relationship[] two = [Friends("p0", "p1"), Friends("p2", "p3")];
        EnvironmentProfile environment = Environment() with { AgentConstraint = [["p2"], []] };
        Assert.That(Pairs(Sampler(two, new ConstraintSamplerOptions { Constraints = ConstraintVariant.Full }), environment), Is.EqualTo("p2p3"));
        Assert.That(Pairs(Sampler(two), environment), Is.EqualTo("p0p1 p2p3"));
    }

    [Test]
    public void Larger_groups_know_each_other_and_fit_their_seats()
    {
        Relationship[] some = [Friends("p0", "p1"), Friends("p2", "p1"), Friends("p0", "p2"), Friends("p3", "p0"), Friends("p3", "p1")];
        EnvironmentProfile environment = new("e", "S", ["a", "b", "c"]) { Relationship = RelationshipType.Friend };
        Assert.That(Pairs(Sampler(some), environment), Is.EqualTo("p0p1p2 p0p1p3"));
        Assert.That(Pairs(Sampler(some), environment with { AgeConstraint = "[(40, 99), (18, 99), (18, 99)]" }), Is.EqualTo("p2p1p0 p3p1p0"));
        Assert.That(
            () => Sampler(some).Admissible(environment with { AgeConstraint = "[(18, 99), (18, 99)]" }),
            Throws.TypeOf<RecordFormatException>().With.Message.EqualTo("field 'age_constraint': found 2 pairs, wanted one for each of the 3 seats"));
    }

    [Test]
    public void A_situation_of_one_seat_is_refused() =>
        Assert.That(() => Sampler([]).Admissible(new EnvironmentProfile("e", "S", ["g"])), Throws.TypeOf<RecordFormatException>().With.Message.EqualTo("field 'agent_goals': environment 'e' has 1 goals, wanted two or more: one for each seat"));

    [Test]
    public void Published_occupations_can_all_be_read()
    {
        foreach (EnvironmentProfile environment in new[] { "sotopia", "sotopia-pi" }.SelectMany(set => ProfileFolder.Read(SharedFolder.Path("data/" + set)).Environments))
        {
            Assert.That(() => OccupationConstraint.Parse(environment.OccupationConstraint ?? "", 2), Throws.Nothing, environment.OccupationConstraint);
        }
    }

    [Test]
    public void Occupations_of_a_wrong_number_of_seats_are_quoted() =>
        Assert.That(() => OccupationConstraint.Parse("[['a'], ['b'], ['c']]", 2), Throws.TypeOf<RecordFormatException>().With.Message.Contains("found \"[['a'], ['b'], ['c']]\", wanted a list of occupations for each of the 2 seats"));

    [TestCase("nan")]
    [TestCase("")]
    [TestCase("[]")]
    [TestCase("[(18, 40)]")]
    [TestCase("[('18', '40'), ('18', '40')]")]
    [TestCase("[(18, 40), (18, 40)] or so")]
    public void A_malformed_age_constraint_is_quoted(string text) =>
        Assert.That(() => AgeConstraint.Parse(text), Throws.TypeOf<RecordFormatException>().With.Message.EqualTo($"field 'age_constraint': found \"{text}\", wanted a list of two pairs like [(18, 70), (25, 40)]"));

    private static void Check(JsonElement test, ConstraintSampler sampler)
    {
        string? age = test.GetProperty("age_constraint").GetString();
        EnvironmentProfile environment = new("e", "", ["", ""])
        {
            Relationship = (RelationshipType)test.GetProperty("relationship").GetInt32(), AgeConstraint = age, OccupationConstraint = test.GetProperty("occupation_constraint").GetString(),
        };
        IEnumerable<string> Found() => sampler.Admissible(environment).Select(pair => pair[0].Id + " " + pair[1].Id).Order(StringComparer.Ordinal);
        JsonElement result = test.GetProperty("result").GetProperty("all");
        string name = test.GetProperty("name").GetString()!;
        if (age is null)
        {
            // Deliberate difference: without a constraint every age is allowed; the reference raises.
            Assert.That(Found(), Is.Not.Empty, name);
        }
        else if (result.TryGetProperty("error", out _))
        {
            Assert.That(() => Found().ToList(), Throws.TypeOf<RecordFormatException>(), name);
        }
        else
        {
            int number = result.GetProperty("number").GetInt32();
            Assert.That(Found(), Is.EqualTo(result.GetProperty("pairs").EnumerateArray().Select(pair => pair[0].GetString() + " " + pair[1].GetString()).Order(StringComparer.Ordinal)), name);
            Assert.That(() => sampler.Sample(environment, number + 1), Throws.InvalidOperationException.With.Message.StartsWith($"{number} groups"), name);
        }
    }

    private static ConstraintSampler Sampler(IEnumerable<Relationship> relationships, ConstraintSamplerOptions? options = null) => new(People, relationships, options);

    private static EnvironmentProfile Environment() => new("e", "S", ["g", "h"]) { Relationship = RelationshipType.Friend };

    private static Relationship Friends(string first, string second) => new(first + second, first, second, RelationshipType.Friend);

    private static Relationship[] Related(RelationshipType type) =>
        [.. People.SelectMany((first, i) => People.Skip(i + 1).Select(second => new Relationship(first.Id + second.Id, first.Id, second.Id, type)))];

    private static IEnumerable<string> Keys(IEnumerable<SocialTask> tasks) => tasks.Select(task => task.Key);

    private static string Pairs(ConstraintSampler sampler, EnvironmentProfile environment) =>
        string.Join(' ', sampler.Admissible(environment).Select(group => string.Concat(group.Select(agent => agent.Id))));
}
