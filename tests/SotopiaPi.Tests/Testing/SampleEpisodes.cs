using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests;

/// <summary>Episodes with something in every field.</summary>
internal static class SampleEpisodes
{
    public static async Task<Episode> PlayedAsync(int repetition = 0, string? tag = null, string? adapter = null)
    {
        using TestChatClient client = new((messages, _, _) => Task.FromResult(TestChatClient.Reply($$"""{"action_type": "speak", "argument": "line {{messages.Count}} é 😀"}""")));
        SocialTask task = TestTasks.Pair();
        SeatAssignment[] seats = [new(new Seat(0), TestTasks.Ada, "agent", new ModelRef("agent", adapter)), new(new Seat(1), TestTasks.Ben, "partner")];
        RoleAgentFactory agents = new(
            new Dictionary<string, ISocialAgentFactory> { ["partner"] = new DelegateAgentFactory(_ => new ScriptedAgent([AgentAction.Speak("a"), AgentAction.Speak("b"), AgentAction.None])) },
            new ChatClientAgentFactory(_ => client, new PromptBuilder(PromptPack.Default)));
        return await new EpisodeRunner(agents).PlayToEndAsync(EpisodePlan.Create(task, seats, new EpisodeOptions { MaxTurns = 8 }, repetition, tag));
    }

    /// <summary>An episode of four seats that uses every field of the format.</summary>
    public static Episode Everything()
    {
        SocialTask task = TestTasks.Four() with
        {
            Environment = TestTasks.Four().Environment with
            {
                Codename = "trip",
                Source = "own",
                AgeConstraint = "[(18, 70)]",
                OccupationConstraint = "nan",
                AgentConstraint = [["a1"], [], ["a3", "x"], []],
                GameMetadata = new System.Text.Json.Nodes.JsonObject { ["rules"] = new System.Text.Json.Nodes.JsonArray(1, "two", null) },
                Tag = "t",
            },
        };
        ChatMessage[] prompt = [new(ChatRole.System, "s <b> \"q\" \u2028"), new(ChatRole.User, "u"), new(ChatRole.Assistant, "a")];
        AgentTurn model = new(AgentAction.Speak("x\u0000y\n") with { Recipients = [new Seat(2)] })
        {
            Memory = "note",
            Reply = new ModelReply(prompt, "raw", "m", new UsageDetails { InputTokenCount = 1, OutputTokenCount = 2, TotalTokenCount = 3, CachedInputTokenCount = 4, ReasoningTokenCount = 5 }, [1, 2], [-0.1f, float.NegativeInfinity]),
        };
        AgentTurn next = model with { Memory = null, Reply = model.Reply with { Prompt = [prompt[0], prompt[1], prompt[2], new ChatMessage(ChatRole.User, "more")], Usage = null, TokenIds = null, LogProbabilities = null, ModelId = null } };
        next = next with { Repair = new ModelReply([prompt[1]], "repaired", "r", new UsageDetails { OutputTokenCount = 1 }) };
        AgentTurn failed = new(AgentAction.None) { Failure = new AgentFailure(AgentFailure.Client, "down", null) };
        TurnRecord[] turns =
        [
            new(0, new Dictionary<Seat, AgentTurn> { [new Seat(0)] = model, [new Seat(3)] = failed }) { Events = ["Rain falls."] },
            new(1, new Dictionary<Seat, AgentTurn> { [new Seat(0)] = next }),
        ];
        EpisodeOptions options = new() { Seed = long.MaxValue, Order = TurnOrder.Simultaneous, MaxTurns = 3, MaxStaleTurns = 1, TurnLimit = TurnLimit.Reference, Semantics = SotopiaSemantics.Current, Omniscient = true, Lite = true, HintTags = ["x"] };
        EpisodeState state = new(task, options, 2, turns, new Dictionary<Seat, string> { [new Seat(1)] = "m1" }, new EpisodeEnd(new EndReason("own"), "over"));
        SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "r", new ModelRef("c", seat.Index == 0 ? null : "ad")))];
        seats[2] = seats[2] with { Profile = seats[2].Profile with { Tag = "other" }, Model = null };
        return new Episode("k", seats, state) { Environment = "own", Tag = "collection" };
    }

    public static EpisodeRating Rating(string judge = "judge", double goal = 7) => new(
        judge,
        new Dictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>>
        {
            [new Seat(0)] = new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = Score.Of(goal, "well"), [SocialDimension.Secret] = Score.Missing(RatingProblem.OutOfRange, "found 3", "raw") },
            [new Seat(1)] = new Dictionary<SocialDimension, Score> { [new SocialDimension("wit", 0, 3, "Is it funny?")] = Score.Of(1.5) },
        },
        new ModelReply([new ChatMessage(ChatRole.User, "rate")], "r", "j", null));
}
