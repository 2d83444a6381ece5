using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class PromptBuilderTests
{
    private static readonly DialogueEnvironment Environment = new();

    [Test]
    public async Task Compact_is_one_line_then_bare_texts_and_canonical_actions()
    {
        EpisodeState state = Environment.Begin(TestTasks.Pair(), new EpisodeOptions());
        state = await TestTasks.PlayAsync(Environment, state, AgentAction.Speak("I ask 23 coins."), new AgentAction(ActionType.Action, "nods"), AgentAction.None, AgentAction.Speak("I offer 3 coins."));
        Assert.That(Lines(PromptPack.Compact, state, 0), Is.EqualTo(new[]
        {
            "system: Ada Reed: Two people meet in a shop. Sell the lamp. Start high.",
            """assistant: {"action_type": "speak", "argument": "I ask 23 coins."}""",
            "user: [nods]",
            """assistant: {"action_type": "none", "argument": ""}""",
            "user: I offer 3 coins.",
        }));
        Assert.That(Lines(PromptPack.Compact, state, 1), Is.EqualTo(new[]
        {
            "system: Ben Cole: Two people meet in a shop. Buy the lamp for little.",
            "user: I ask 23 coins.",
            """assistant: {"action_type": "action", "argument": "nods"}""",
            """assistant: {"action_type": "speak", "argument": "I offer 3 coins."}""",
        }));
    }

    [Test]
    public async Task Default_alternates_and_puts_the_instructions_before_the_history()
    {
        EpisodeState state = Environment.Begin(TestTasks.Pair(), new EpisodeOptions { Order = TurnOrder.Simultaneous });
        state = await TestTasks.PlayAsync(Environment, state, AgentAction.Speak("Hi."), AgentAction.Speak("Hello."), AgentAction.Speak("So?"), AgentAction.None);
        string[] lines = Lines(PromptPack.Default, state, 0);
        Assert.That(lines[0], Does.Contain("You play Ada Reed").And.Contain("Ada's secrets: She cannot swim.").And.Contain("Your goal: Sell the lamp. Start high.").And.Not.Contain("heights").And.Not.Contain("for little"));
        Assert.That(lines[1..], Is.EqualTo(new[]
        {
            "user: (The scene begins. It is your turn.)",
            """assistant: {"action_type": "speak", "argument": "Hi."}""",
            "user: Ben Cole said: \"Hello.\"",
            """assistant: {"action_type": "speak", "argument": "So?"}""",
            "user: (Nobody reacts. It is your turn.)",
        }));
    }

    [TestCase("compact")]
    [TestCase("default")]
    public async Task Prompts_of_successive_turns_begin_with_one_another(string name)
    {
        PromptPack pack = name == "compact" ? PromptPack.Compact : PromptPack.Default;
        EpisodeState state = Environment.Begin(TestTasks.Pair(), new EpisodeOptions { MaxTurns = 12 });
        string[][] last = [[], []];
        for (int turn = 0; Environment.ActiveSeats(state) is [Seat seat]; turn++)
        {
            string[] prompt = Lines(pack, state, seat.Index);
            Assert.That(prompt.Take(last[seat.Index].Length), Is.EqualTo(last[seat.Index]));
            AgentAction action = turn % 5 == 2 ? AgentAction.None : AgentAction.Speak($"line {turn}");
            last[seat.Index] = [.. prompt, "assistant: " + ActionFormat.ToJson(action)];
            state = await TestTasks.PlayAsync(Environment, state, action);
        }
    }

    [Test]
    public void Problem_and_memory_are_shown()
    {
        Observation observation = Environment.Observe(Environment.Begin(TestTasks.Pair(), new EpisodeOptions()), new Seat(1)) with { Memory = "Ada is kind.", Problem = new ActionProblem("No.") };
        IReadOnlyList<ChatMessage> messages = new PromptBuilder(PromptPack.Compact).Build(observation);
        Assert.That(messages.Select(message => message.Text), Is.EqualTo(new[] { "Ben Cole: Two people meet in a shop. Buy the lamp for little. Ada is kind.", "[No.]" }));
    }

    private static string[] Lines(PromptPack pack, EpisodeState state, int seat) =>
        [.. new PromptBuilder(pack).Build(Environment.Observe(state, new Seat(seat))).Select(message => $"{message.Role}: {message.Text}")];
}
