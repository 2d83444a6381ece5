using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>Four seats with one private message, from play to training examples.</summary>
[TestFixture]
internal sealed class FourSeatsTests
{
    [TestCase(TurnOrder.RoundRobin)]
    [TestCase(TurnOrder.Simultaneous)]
    public async Task A_private_message_stays_private_from_play_to_training(TurnOrder order)
    {
        using TestChatClient client = new((messages, _, _) => Task.FromResult(TestChatClient.Reply(Speaks(messages) && messages.Count < 3
            ? """{"action_type": "speak", "argument": "CONFIDENTIAL", "to": ["Cy Dunn"]}"""
            : """{"action_type": "speak", "argument": "Let us go."}""")));
        SocialTask task = TestTasks.Four();
        EpisodePlan plan = EpisodePlan.Create(task, [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "agent", new ModelRef("agent")))], new EpisodeOptions { Order = order, MaxTurns = order == TurnOrder.RoundRobin ? 8 : 2 });
        PromptBuilder prompts = new(PromptPack.Default);
        Episode episode = await new EpisodeRunner(new ChatClientAgentFactory(_ => client, prompts)).PlayToEndAsync(plan);
        TurnRecord turn = episode.Turns.First(played => played.Turns.ContainsKey(new Seat(1)));
        Assert.That(turn.Turns[new Seat(1)].Action.Recipients, Is.EqualTo(new[] { new Seat(2) }));

        Assert.That(Transcript.Of(episode), Does.Contain($"Turn #{turn.Turn + 1}: Ben Cole [private to Cy Dunn] said: \"CONFIDENTIAL\""));
        Assert.That(Transcript.ToHtml(episode), Does.Contain("class=\"private\""));
        using TemporaryFolder folder = new();
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(folder.File("e.db"));
        await store.TryAppendAsync(episode);
        Episode stored = (await store.FindEpisodeAsync(episode.Key))!;
        Assert.That(Transcript.Of(stored), Is.EqualTo(Transcript.Of(episode)));

        DialogueEnvironment environment = new();
        TrainingExampleBuilder builder = new(environment, prompts);
        foreach (Seat seat in task.Seats)
        {
            bool knows = seat.Index is 1 or 2;
            string seen = string.Join('\n', environment.Observe(stored.State, seat).History.Select(message => message.Text));
            Assert.That(seen.Contains("CONFIDENTIAL", StringComparison.Ordinal), Is.EqualTo(knows), $"seat {seat} in play");
            SeatExamples examples = builder.Build(stored, seat);
            string trained = string.Join('\n', examples.Examples.OfType<SupervisedExample>().SelectMany(example => example.Prompt.Select(message => message.Text).Append(example.Reply)));
            Assert.That(trained.Contains("CONFIDENTIAL", StringComparison.Ordinal), Is.EqualTo(knows), $"seat {seat} in training");
            Assert.That(examples.Examples.OfType<SupervisedExample>().Select(example => string.Join('|', example.Prompt.Select(message => message.Text))), Is.EqualTo(episode.Turns.Select(played => played.Turns.GetValueOrDefault(seat)).Where(act => act is not null).Select(act => string.Join('|', act!.Reply!.Prompt.Select(message => message.Text)))), "trained on what was asked");
        }

        using TestChatClient judge = new((messages, _, _) => Task.FromResult(TestChatClient.Reply(messages[^1].Text.Contains("CONFIDENTIAL", StringComparison.Ordinal) ? TestEpisodes.Reply(4) : "saw nothing")));
        EpisodeRating rating = await new ChatClientEvaluator(judge).EvaluateAsync(stored);
        await store.TryAppendAsync(RatingStored.Of(stored.Key, rating));
        RatingStored kept = (RatingStored)await store.QueryAsync(new EpisodeQuery { Kind = EpisodeRecordKind.Rating }).SingleAsync();
        Assert.That(task.Seats.Select(seat => kept.Rating.Scores[seat][SocialDimension.Goal].Value), Is.EqualTo(task.Seats.Select(seat => (double?)TestEpisodes.ScoreOf(seat.Index, SocialDimension.Goal))), "each seat has its own rating");
        Assert.That(EpisodeLogReader.Read(EpisodeLogWriter.Write(episode), _ => task.Environment, id => task.Agents.First(agent => agent.Id == id)).Turns[turn.Turn].Turns[new Seat(1)].Action.Recipients, Is.EqualTo(new[] { new Seat(2) }));
    }

    private static bool Speaks(IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> messages) => messages[0].Text.StartsWith("You play Ben Cole", StringComparison.Ordinal);
}
