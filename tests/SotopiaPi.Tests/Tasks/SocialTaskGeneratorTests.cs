using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class SocialTaskGeneratorTests
{
    private static readonly EnvironmentProfile Example = new("e", "Agent1 meets Agent2 <b>.", ["a <extra_info>\"x\"</extra_info>", "b"]) { Codename = "c_d", Relationship = RelationshipType.Friend, AgeConstraint = "[(18, 70), (18, 70)]" };

    [Test]
    public async Task A_situation_is_made_of_each_inspiration()
    {
        TestChatClient client = new("Here it is:\n```json\n" + Reply("Agent1 and Agent2 share a flat.") + "\n```");
        GeneratedTask task = (await Generate(client, "loud music")).Single();
        Assert.That(task.Problem, Is.Null);
        Assert.That(task.Environment!.Goals, Is.EqualTo(new[] { "Sleep early.", "Practise the drums." }));
        Assert.That((task.Environment.Relationship, task.Environment.AgeConstraint, task.Environment.OccupationConstraint, task.Environment.Source, task.Environment.Codename), Is.EqualTo((RelationshipType.Friend, "[(18, 40), (20, 70)]", (string?)null, "src", "flat_noise")));
        Assert.That((task.Attempts, task.Usage?.InputTokenCount), Is.EqualTo((1, 3)));
        (IReadOnlyList<ChatMessage> messages, ChatOptions? options) = client.Requests.Single();
        Assert.That(messages.Select(message => message.Role), Is.EqualTo(new[] { ChatRole.System, ChatRole.User }));
        Assert.That(messages[1].Text, Does.Contain("loud music").And.Contain("""{"codename":"c_d","scenario":"Agent1 meets Agent2 <b>.","agent_goals":["a <extra_info>\"x\"</extra_info>","b"],"relationship":3"""));
        Assert.That((options!.Temperature, options.Seed is not null), Is.EqualTo((0.5f, true)));
        JsonElement schema = ((ChatResponseFormatJson)options.ResponseFormat!).Schema!.Value;
        Assert.That(schema.GetProperty("required").GetArrayLength(), Is.EqualTo(6));
    }

    [TestCase("nothing", "the reply holds no complete JSON object with the key \"scenario\"")]
    [TestCase("""{"scenario": "", "agent_goals": ["a"], "relationship": 9, "age_constraint": "[(12, 40), (20, 70)]"}""", "\"agent_goals\" holds 1 goals, wanted 2; \"relationship\" is \"9\", wanted a number from 0 (stranger) to 5 (family member); \"age_constraint\" is \"[(12, 40), (20, 70)]\", wanted 2 ranges within 18 and 70, like \"[(18, 70), (18, 70)]\"; \"scenario\" is empty")]
    [TestCase("""{"scenario": "s", "agent_goals": ["a", "A"], "relationship": "friend"}""", "two goals in \"agent_goals\" are the same, wanted different ones")]
    [TestCase("""{"scenario": "s", "agent_goals": ["a", 3], "relationship": "friend"}""", "a goal in \"agent_goals\" is empty or not a text")]
    [TestCase("""{"scenario": "s", "agent_goals": ["a", "b"], "relationship": "know_by_name", "age_constraint": "young"}""", "field 'age_constraint': found \"young\", wanted a list of two pairs like [(18, 70), (25, 40)]")]
    [TestCase("""{"scenario": "s", "agent_goals": ["a", "b"], "relationship": 1, "occupation_constraint": "[['a'], ['b'], ['c']]"}""", "field 'occupation_constraint': found \"[['a'], ['b'], ['c']]\"")]
    public async Task What_is_wrong_is_told_to_the_model_and_in_the_end_to_the_caller(string reply, string problem)
    {
        TestChatClient client = new(reply);
        GeneratedTask task = (await Generate(client, "x")).Single();
        Assert.That(task.Environment, Is.Null);
        Assert.That(task.Problem, Does.StartWith(problem));
        Assert.That((task.Attempts, client.Requests.Count, task.Usage?.OutputTokenCount), Is.EqualTo((3, 3, 6)));
        Assert.That(client.Requests[1].Messages[^2].Text, Is.EqualTo(reply));
        Assert.That(client.Requests[1].Messages[^1].Text, Does.Contain(problem));
        Assert.That(client.Requests.Select(request => request.Options!.Seed), Is.Unique);
    }

    [Test]
    public async Task A_second_reply_can_repair_the_first()
    {
        int calls = 0;
        TestChatClient client = new((_, _, _) => ++calls == 1 ? throw new HttpRequestException("down") : Task.FromResult(TestChatClient.Reply(calls == 2 ? "{}" : Reply("A new place."))));
        GeneratedTask task = (await Generate(client, "x")).Single();
        Assert.That((task.Environment?.Scenario, task.Attempts, task.Problem), Is.EqualTo(("A new place.", 3, (string?)null)));
    }

    [Test]
    public async Task What_repeats_a_known_situation_is_asked_for_anew()
    {
        NearDuplicates known = new();
        await known.AddAsync([Read("Two sisters want the same room in the new house by the lake.")]);
        TestChatClient client = new((messages, _, _) => Task.FromResult(TestChatClient.Reply(Reply(messages[^1].Text.Contains("nearly the same", StringComparison.Ordinal)
            ? "A baker and a guest talk about the last loaf of bread before the holidays, while it is snowing and nobody else is in the shop."
            : "Two sisters want the same room in the new house by the lake."))));
        List<GeneratedTask> tasks = await Generate(client, known, "x", "y");
        Assert.That(tasks[0].Environment?.Scenario, Does.StartWith("A baker"));
        Assert.That(tasks[1].Problem, Does.StartWith("the situation says nearly the same as an existing one"));
    }

    [Test]
    public async Task Results_keep_their_order_and_do_not_depend_on_concurrency()
    {
        async Task<string[]> Run(int concurrency)
        {
            TestChatClient client = new(async (messages, _, token) =>
            {
                string topic = messages[1].Text.Split("grow out of it): ")[1].Split('\n')[0];
                await Task.Delay(TimeSpan.FromMilliseconds(topic == "t0" ? 40 : 1), token);
                return TestChatClient.Reply(Reply($"About {topic}."));
            });
            SocialTaskGenerator generator = new(client, [Example], new SocialTaskGeneratorOptions { Concurrency = concurrency });
            List<GeneratedTask> tasks = await generator.GenerateAsync(Enumerable.Range(0, 6).Select(i => new Inspiration(string.Create(CultureInfo.InvariantCulture, $"t{i}"), "s"))).ToListAsync();
            return [.. tasks.Select(task => task.Environment!.Scenario + task.Environment.Id)];
        }

        string[] alone = await Run(1);
        Assert.That(await Run(5), Is.EqualTo(alone));
        Assert.That(alone[0], Does.StartWith("About t0."));
    }

    [Test]
    public async Task A_check_of_ones_own_counts()
    {
        SocialTaskGenerator generator = new(new TestChatClient(Reply("s")), [Example], new SocialTaskGeneratorOptions { Check = _ => "nobody fits", MaxAttempts = 1 });
        Assert.That((await generator.GenerateAsync([new Inspiration("x", "s")]).SingleAsync()).Problem, Is.EqualTo("nobody fits"));
    }

    [Test]
    public void Cancelling_stops_and_is_no_failure()
    {
        using CancellationTokenSource stop = new();
        TestChatClient client = new((_, _, _) =>
        {
            stop.Cancel();
            throw new OperationCanceledException(stop.Token);
        });
        SocialTaskGenerator generator = new(client, [Example]);
        Assert.That(async () => await generator.GenerateAsync([new Inspiration("x", "s")], null, stop.Token).ToListAsync(), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Examples_must_have_that_many_seats() =>
        Assert.That(() => new SocialTaskGenerator(new TestChatClient(""), [Example], new SocialTaskGeneratorOptions { Seats = 3 }), Throws.ArgumentException.With.Message.StartsWith("None of the 1 examples has 3 goals"));

    private static EnvironmentProfile Read(string scenario) => new GeneratedEnvironment(new SocialTaskGeneratorOptions(), new Inspiration("k", "s")).Read(Reply(scenario)).Environment!;

    private static string Reply(string scenario) =>
        $$"""{"codename": "flat_noise", "scenario": "{{scenario}}", "agent_goals": ["Sleep early.", "Practise the drums."], "relationship": 3, "age_constraint": "[(18, 40), (20, 70)]", "occupation_constraint": "[[], []]"}""";

    private static Task<List<GeneratedTask>> Generate(IChatClient client, params string[] topics) => Generate(client, null, topics);

    private static async Task<List<GeneratedTask>> Generate(IChatClient client, NearDuplicates? known, params string[] topics) =>
        await new SocialTaskGenerator(client, [Example]).GenerateAsync(topics.Select(topic => new Inspiration(topic, "src")), known).ToListAsync();
}
