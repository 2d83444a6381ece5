using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>
/// Plays the recorded episodes with the recorded actions and compares everything that is not the business of reply repair or of the judge: who acts, observations,
/// prompts, ends, inboxes, logs, human renderings.
/// </summary>
[TestFixture]
[Category("Fixtures.platform")]
internal sealed class EpisodeTests
{
    private const string Folder = "platform/episodes";

    public static IEnumerable<string> Cases() => SharedFolder.Cases(Folder, "*_*.json");

    [TestCaseSource(nameof(Cases))]
    public async Task Plays_as_the_reference(string name)
    {
        JsonElement test = PlatformFixture.Read(SharedFolder.RequireCase(Folder, name));
        int compared = 0;
        foreach ((string version, SotopiaSemantics semantics) in PlatformFixture.Versions)
        {
            if (test.GetProperty("versions").Of(version) is { } expected)
            {
                await new RecordedEpisode(test, expected, semantics).CompareAsync();
                compared++;
            }
        }

        Assert.That(compared, Is.Positive, "the case has no entry of v2023 or head");
    }
}

/// <summary>One version of a recorded episode.</summary>
internal sealed class RecordedEpisode
{
    private readonly JsonElement _test;
    private readonly JsonElement _expected;
    private readonly EpisodeOptions _options;
    private readonly SocialTask _task;
    private readonly DialogueEnvironment _environment = new();
    private readonly PromptBuilder _prompts;
    private readonly Queue<JsonElement> _calls;

    public RecordedEpisode(JsonElement test, JsonElement expected, SotopiaSemantics semantics)
    {
        _test = test;
        _expected = expected;
        _task = PlatformFixture.Task(test, "env");
        _prompts = new PromptBuilder(ReferencePacks.Of(semantics));
        _options = new EpisodeOptions
        {
            Semantics = semantics,
            TurnLimit = TurnLimit.Reference,
            Order = Text("action_order") switch { "simultaneous" => TurnOrder.Simultaneous, "random" => TurnOrder.Random, _ => TurnOrder.RoundRobin },
            MaxTurns = Number("max_turn_number") ?? 20,
            MaxStaleTurns = Number("max_stale_turn") ?? 2,
            Omniscient = test.TryGetProperty("omniscient", out JsonElement omniscient) && omniscient.GetBoolean(),
        };
        _calls = new Queue<JsonElement>(expected.GetProperty("llm_calls").EnumerateArray().Where(call => call.GetProperty("caller").GetString()!.StartsWith("agent_", StringComparison.Ordinal)));
    }

    public async Task CompareAsync()
    {
        EpisodeState state = _environment.Begin(_task, _options);
        Assert.That(ContextText.Of(SceneView.Whole(_task), _options.Semantics), Is.EqualTo(_expected.GetProperty("reset").GetProperty("environment_background").GetString()));
        foreach (JsonElement step in _expected.GetProperty("steps").EnumerateArray())
        {
            state = await StepAsync(state, step);
        }

        Assert.That(state.Turn, Is.EqualTo(_expected.GetProperty("number_of_steps").GetInt32()));
        Assert.That(EpisodeLogWriter.Comments(state), Is.EqualTo(_expected.GetProperty("termination").GetString()));
        Assert.That(_calls, Is.Empty, "prompts that were not asked for");
        CompareInbox(state);
        CompareLog(state);
    }

    private async Task<EpisodeState> StepAsync(EpisodeState state, JsonElement step)
    {
        Seat[] acting = [.. _task.Seats.Where(seat => step.GetProperty("mask")[seat.Index].GetBoolean())];
        if (_options.Order == TurnOrder.Random)
        {
            state = WithDraw(state, acting[0]);
        }

        Assert.That(_environment.ActiveSeats(state), Is.EqualTo(acting));
        Dictionary<Seat, AgentTurn> turns = [];
        foreach (Seat seat in acting)
        {
            turns[seat] = Ask(state, seat, Action(step.GetProperty("submitted_actions").GetProperty(Name(seat))));
        }

        EpisodeState next = await _environment.StepAsync(state, turns);
        Assert.That(next.End is not null, Is.EqualTo(step.GetProperty("terminated").GetBoolean()));
        foreach (Seat seat in _task.Seats)
        {
            Observation observation = _environment.Observe(next, seat);
            Assert.That($"Turn #{state.Turn}: {observation.TurnTexts[^1]}\n", Is.EqualTo(step.GetProperty("observations").GetProperty(Name(seat)).GetProperty("text").GetString()));
        }

        return next;
    }

    /// <summary>Compares the prompt of each call that the reference made for this seat and turn, a refused try included.</summary>
    private AgentTurn Ask(EpisodeState state, Seat seat, AgentAction action)
    {
        Observation observation = _environment.Observe(state, seat);
        string caller = $"agent_{seat.Index + 1}";
        ActionProblem? problem = null;
        if (_calls.Count > 0 && _calls.Peek().GetProperty("caller").GetString() == caller)
        {
            JsonElement call = _calls.Dequeue();
            ComparePrompt(observation, call);
            AgentAction tried = ActionFormat.Parse(call.TryGetProperty("reply", out JsonElement reply) ? reply.GetString() ?? "" : "", ActionType.All, [Name(new Seat(0)), Name(new Seat(1))]).Action ?? AgentAction.None;
            problem = _options.Semantics == SotopiaSemantics.Current ? _environment.Check(state, seat, tried) : null;
            if (problem is not null)
            {
                ComparePrompt(observation with { Problem = problem }, _calls.Dequeue());
            }
        }

        return new AgentTurn(action) { Refused = problem };
    }

    private void ComparePrompt(Observation observation, JsonElement call)
    {
        string prompt = _prompts.Build(observation).Single().Text;
        if (call.TryGetProperty("prompt", out JsonElement whole))
        {
            Assert.That(prompt, Is.EqualTo(whole.GetString()));
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)));
        Assert.That(hash, Is.EqualTo(call.GetProperty("prompt_sha256").GetString()), $"prompt of {call.GetProperty("caller")} at turn {observation.Turn}:\n{prompt}");
    }

    private void CompareInbox(EpisodeState state)
    {
        List<string> inbox = [];
        foreach (TurnRecord turn in state.Turns)
        {
            inbox.Add($"Environment: Turn #{turn.Turn + 1}");
            inbox.AddRange(_task.Seats
                .Where(seat => _options.Semantics == SotopiaSemantics.V2023 || turn.Turns.ContainsKey(seat))
                .Select(seat => $"{Name(seat)}: {ActionFormat.ToJson(turn.Turns.GetValueOrDefault(seat)?.Action ?? AgentAction.None, [.. _task.Agents.Select(agent => agent.Name)])}"));
        }

        IEnumerable<string> expected = _expected.GetProperty("env_inbox_after_background").EnumerateArray().Select(entry => $"{entry[0]}: {(entry[1].ValueKind == JsonValueKind.String ? entry[1].GetString() : ActionFormat.ToJson(Action(entry[1]), [.. _task.Agents.Select(agent => agent.Name)]))}");
        Assert.That(inbox, Is.EqualTo(expected));
    }

    private void CompareLog(EpisodeState state)
    {
        JsonElement expected = _expected.GetProperty("episode_log_as_stored");
        EpisodeLog recorded = EpisodeLogJson.Read(WithPromptText(expected));
        SeatAssignment[] seats = [.. _task.Seats.Select(seat => new SeatAssignment(seat, _task.Agents[seat.Index], "agent", new ModelRef(recorded.Models![seat.Index + 1])))];
        Episode episode = new(recorded.Id, seats, state) { Tag = recorded.Tag };
        EpisodeLog log = EpisodeLogWriter.Write(episode, RecordedRatings.Of(recorded), recorded.Models![0]) with { RewardsPrompt = recorded.RewardsPrompt };
        ReferenceVersion version = _options.Semantics == SotopiaSemantics.V2023 ? ReferenceVersion.V2023 : ReferenceVersion.Head;
        Assert.That(PythonJson.Write(EpisodeLogJson.Write(log, version), 1), Is.EqualTo(PythonJson.Write(JsonNode.Parse(WithPromptText(expected).GetRawText()), 1)));
        Assert.That(HumanRendering.Of(log).Skip(1), Is.EqualTo(_expected.GetProperty("render_for_humans_after_first_item").Texts()));
        CompareImport(log, episode);
    }

    private void CompareImport(EpisodeLog log, Episode episode)
    {
        Episode read = EpisodeLogReader.Read(log, id => id == _task.Environment.Id ? _task.Environment : null, id => _task.Agents.FirstOrDefault(agent => agent.Id == id));
        Assert.That(read.State.Options.Semantics, Is.EqualTo(_options.Semantics));
        Assert.That(Told(read), Is.EqualTo(Told(episode)));
        if (_options.Order != TurnOrder.Random)
        {
            EpisodeLog again = EpisodeLogWriter.Write(read, RecordedRatings.Of(log), log.Models![0]) with { RewardsPrompt = log.RewardsPrompt };
            Assert.That(PythonJson.Write(EpisodeLogJson.Write(again, ReferenceVersion.Head), 1), Is.EqualTo(PythonJson.Write(EpisodeLogJson.Write(log, ReferenceVersion.Head), 1)));
        }
    }

    private static IEnumerable<string> Told(Episode episode) => episode.Turns.SelectMany(turn => turn.Turns.Where(pair => pair.Value.Action.Type != ActionType.None).Select(pair => $"{turn.Turn} {pair.Key} to {string.Join(",", pair.Value.Action.Recipients)} {ActionText.Of(pair.Value.Action)}"));

    private EpisodeState WithDraw(EpisodeState state, Seat wanted)
    {
        for (long seed = 0; ; seed++)
        {
            EpisodeState drawn = state with { Options = state.Options with { Seed = seed } };
            if (_environment.ActiveSeats(drawn)[0] == wanted)
            {
                return drawn;
            }
        }
    }

    /// <summary>Where the fixture has only a hash of the judge's prompt, an empty text stands in for it.</summary>
    private static JsonElement WithPromptText(JsonElement log)
    {
        JsonObject copy = JsonObject.Create(log)!;
        if (copy["rewards_prompt"] is JsonObject)
        {
            copy["rewards_prompt"] = "";
        }

        using JsonDocument document = JsonDocument.Parse(copy.ToJsonString());
        return document.RootElement.Clone();
    }

    private AgentAction Action(JsonElement action) => new(new ActionType(action.GetProperty("action_type").GetString()!), action.GetProperty("argument").GetString()!)
    {
        Recipients = action.TryGetProperty("to", out JsonElement to) ? [.. to.Texts().Select(name => _task.Seats.Single(seat => Name(seat) == name))] : [],
    };

    private string Name(Seat seat) => _task.Agents[seat.Index].Name;

    private string? Text(string key) => _test.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;

    private int? Number(string key) => _test.TryGetProperty(key, out JsonElement value) ? value.GetInt32() : null;
}
