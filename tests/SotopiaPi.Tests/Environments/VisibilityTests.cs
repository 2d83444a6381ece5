using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests;

/// <summary>No sequence of actions and recipients puts a secret, a goal or a message not addressed to it into another seat's observation or prompt.</summary>
[TestFixture]
internal sealed class VisibilityTests
{
    private static readonly string[] Marks = ["", "<b>", "</p>", "<p viewer='agent_0'>", "&", "<", "</root>", "<root>", "]]>", "<!--", "<extra_info>", "\n", "\"", ";"];

    [FsCheck.NUnit.Property(MaxTest = 400)]
    public Property Nothing_private_reaches_another_seat(int seed) => Leaks(new Random(seed)).GetAwaiter().GetResult().ToProperty();

    private static async Task<bool> Leaks(Random random)
    {
        DialogueEnvironment environment = new();
        int seats = random.Next(2, 6);
        string Mark() => Marks[random.Next(Marks.Length)];
        AgentProfile[] agents = [.. Enumerable.Range(0, seats).Select(i => new AgentProfile($"id{i}", $"Name{i}", "Last") { Secret = $"SECRET{i}{Mark()}", PublicInfo = Mark(), PersonalityAndValues = Mark() })];
        SocialTask task = SocialTask.Create(
            new EnvironmentProfile("e", "Scene " + Mark(), [.. Enumerable.Range(0, seats).Select(i => $"{Mark()}GOAL{i} {Mark()}")]) { Relationship = (RelationshipType)random.Next(6) },
            agents);
        EpisodeOptions options = new() { Order = (TurnOrder)random.Next(3), Semantics = (SotopiaSemantics)random.Next(2), Lite = random.Next(4) == 0, MaxTurns = 12, MaxStaleTurns = 50, Seed = random.Next(), HintTags = random.Next(2) == 0 ? [] : ["extra_info", "b"] };
        EpisodeState state = environment.Begin(task, options);
        List<(string Word, Seat[] Knowing)> messages = [];
        while (environment.ActiveSeats(state) is { Count: > 0 } active)
        {
            Dictionary<Seat, AgentTurn> turns = [];
            foreach (Seat seat in active)
            {
                string word = string.Create(CultureInfo.InvariantCulture, $"WORD{messages.Count}X");
                Seat[] recipients = [.. task.Seats.Where(other => other != seat && random.Next(3) == 0)];
                AgentAction action = new(ActionType.All[random.Next(1, 4)], $"{Mark()}{word} {Mark()}") { Recipients = recipients };
                action = environment.Check(state, seat, action) is null ? action : AgentAction.None;
                messages.Add((word, action.Type == ActionType.None || recipients.Length > 0 ? [seat, .. recipients] : [.. task.Seats]));
                turns[seat] = new AgentTurn(action);
            }

            state = await environment.StepAsync(state, turns);
        }

        return task.Seats.All(seat => IsClean(environment.Observe(state, seat), messages, seats));
    }

    private static bool IsClean(Observation observation, List<(string Word, Seat[] Knowing)> messages, int seats)
    {
        IEnumerable<string> prompts = new[] { PromptPack.Default, PromptPack.Compact }.SelectMany(pack => new PromptBuilder(pack).Build(observation)).Select(message => message.Text);
        string seen = string.Join('\n', [
            observation.Text, observation.Scene.Scenario, .. observation.Scene.Participants.SelectMany(p => new[] { p.Background, p.Goal ?? "" }),
            .. observation.History.SelectMany(message => new[] { message.Text, message.Action?.Argument ?? "" }), .. observation.TurnTexts, .. prompts,
        ]);
        bool keepsSecrets = Enumerable.Range(0, seats).Where(i => i != observation.Seat.Index).All(i => !seen.Contains($"SECRET{i}", StringComparison.Ordinal) && !seen.Contains($"GOAL{i}", StringComparison.Ordinal));
        return keepsSecrets && messages.All(message => message.Knowing.Contains(observation.Seat) || !seen.Contains(message.Word, StringComparison.Ordinal));
    }
}
