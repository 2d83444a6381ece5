using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
[Category("Fixtures.platform")]
internal sealed class RenderingTests
{
    private const string Folder = "platform/rendering";

    [Test]
    public void Bios_are_those_of_the_reference()
    {
        Assert.Multiple(() =>
        {
            foreach (JsonElement test in Cases("bios.json"))
            {
                AgentProfile profile = ProfileJson.ReadAgent(test.GetProperty("profile"));
                JsonElement result = test.GetProperty("result");

                // Deliberate difference: a gender that the data do not define is left out, as the later versions do; 2023 raises.
                foreach (JsonElement bio in (result.Of("head") ?? result.Of("all"))!.Value.EnumerateArray())
                {
                    RelationshipType relationship = Enum.Parse<RelationshipType>(bio.GetProperty("relationship").GetString()!.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
                    string marked = Biography.Marked(profile, relationship, new Seat(bio.GetProperty("agent_id").GetInt32()));
                    Assert.That(marked, Is.EqualTo(bio.GetProperty("raw").GetString()));
                    Assert.That(Markup.SeenBy(new Seat(0), marked, []), Is.EqualTo(bio.GetProperty("seen_by_agent_0").GetString()));
                    Assert.That(Markup.SeenBy(new Seat(1), marked, []), Is.EqualTo(bio.GetProperty("seen_by_agent_1").GetString()));
                    Assert.That(Markup.Whole(marked), Is.EqualTo(bio.GetProperty("environment").GetString()));
                }
            }
        });
    }

    [Test]
    public void Action_texts_are_those_of_the_reference()
    {
        foreach (JsonElement test in Cases("action_texts.json"))
        {
            AgentAction action = new(new ActionType(test.GetProperty("action").GetProperty("action_type").GetString()!), test.GetProperty("action").GetProperty("argument").GetString()!);
            foreach ((string version, SotopiaSemantics semantics) in PlatformFixture.Versions)
            {
                Assert.That(ActionText.WithRecipients(action, [], semantics), Is.EqualTo(test.GetProperty("text").Of(version)!.Value.GetString()), version);
            }
        }
    }

    [Test]
    public void Context_texts_are_those_of_the_reference()
    {
        foreach (JsonElement test in Cases("script_background.json"))
        {
            JsonElement input = test.GetProperty("input");
            string[] names = input.GetProperty("agent_names").Texts();
            string[] backgrounds = input.GetProperty("agent_backgrounds").Texts();
            string[] goals = input.GetProperty("agent_goals").Texts();
            ObservedScene scene = new(input.GetProperty("scenario").GetString()!, [.. names.Select((name, i) => new ObservedParticipant(new Seat(i), name, backgrounds[i], goals[i]))]);
            bool hides = input.TryGetProperty("hide_unknown", out JsonElement hide) && hide.GetBoolean();
            foreach ((string version, SotopiaSemantics semantics) in PlatformFixture.Versions)
            {
                if (test.GetProperty("result").Of(version)!.Value is { ValueKind: JsonValueKind.String } expected)
                {
                    Assert.That(ContextText.Of(scene, semantics, hides), Is.EqualTo(expected.GetString()), version);
                }
            }
        }
    }

    [TestCaseSource(nameof(Renderings))]
    public async Task Observations_and_prompts_are_those_of_the_reference(string name)
    {
        JsonElement test = PlatformFixture.Read(SharedFolder.RequireCase(Folder, name));
        SocialTask task = PlatformFixture.Task(test);
        foreach ((string version, SotopiaSemantics semantics) in PlatformFixture.Versions)
        {
            JsonElement expected = test.GetProperty("versions").GetProperty(version);
            DialogueEnvironment environment = new();
            EpisodeState state = environment.Begin(task, new EpisodeOptions { Semantics = semantics });
            Assert.That(ContextText.Of(SceneView.Whole(task), semantics), Is.EqualTo(expected.GetProperty("environment_background").GetString()));
            foreach (Seat seat in task.Seats)
            {
                string observation = $"\n{environment.Observe(state, seat).Text}\nConversation Starts:\n";
                Assert.That(observation, Is.EqualTo(expected.GetProperty("initial_observation").GetProperty(task.Agents[seat.Index].Name).GetString()));
            }

            await CheckPrompts(test, expected, environment, state, new PromptBuilder(ReferencePacks.Of(semantics)), version);
        }
    }

    public static IEnumerable<string> Renderings() => SharedFolder.Cases(Folder, "render_*.json");

    private static async Task CheckPrompts(JsonElement test, JsonElement expected, DialogueEnvironment environment, EpisodeState state, PromptBuilder prompts, string version)
    {
        Dictionary<int, string> byTurn = expected.GetProperty("agent_prompts").EnumerateArray().ToDictionary(prompt => prompt.GetProperty("turn").GetInt32(), prompt => prompt.GetProperty("prompt").GetString()!);
        Queue<JsonElement>[] scripts = [.. new[] { "agent_1", "agent_2" }.Select(agent => new Queue<JsonElement>(test.GetProperty("script").GetProperty(agent).EnumerateArray()))];
        while (environment.ActiveSeats(state) is [Seat seat] && scripts[seat.Index].Count > 0)
        {
            Observation observation = environment.Observe(state, seat);
            if (byTurn.Remove(state.Turn, out string? prompt))
            {
                Assert.That(prompts.Build(observation).Single().Text, Is.EqualTo(prompt), $"{version}, turn {state.Turn}");
            }

            AgentAction action = ActionFormat.Parse(scripts[seat.Index].Dequeue().GetProperty("by_version").GetProperty(version).GetString()!, observation.Available).Action!;
            state = await TestTasks.PlayAsync(environment, state, action);
        }

        Assert.That(byTurn, Is.Empty);
    }

    private static JsonElement.ArrayEnumerator Cases(string file) => PlatformFixture.Read(SharedFolder.Fixture($"{Folder}/{file}")).GetProperty("cases").EnumerateArray();
}
