using System.Text;

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
        Episode stored = ((EpisodeStored)EpisodeJson.Read(EpisodeJson.Write(new EpisodeStored("k", episode)))).Episode;
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

        EpisodeRating rating = await new TranscriptJudge().EvaluateAsync(episode);
        Assert.That(rating.Scores, Has.Count.EqualTo(4));
        Assert.That(EpisodeLogReader.Read(EpisodeLogWriter.Write(episode), _ => task.Environment, id => task.Agents.First(agent => agent.Id == id)).Turns[turn.Turn].Turns[new Seat(1)].Action.Recipients, Is.EqualTo(new[] { new Seat(2) }));
    }

    private static bool Speaks(IReadOnlyList<Microsoft.Extensions.AI.ChatMessage> messages) => messages[0].Text.StartsWith("You play Ben Cole", StringComparison.Ordinal);

    /// <summary>A judge of all seats that must see everything.</summary>
    private sealed class TranscriptJudge : IEpisodeEvaluator
    {
        public string Name => "sees-all";

        public IReadOnlyList<SocialDimension> Dimensions => [SocialDimension.Goal];

        public ValueTask<EpisodeRating> EvaluateAsync(Episode episode, CancellationToken cancellationToken = default)
        {
            int score = Transcript.Of(episode).Contains("CONFIDENTIAL", StringComparison.Ordinal) ? 10 : 0;
            Assert.That(score, Is.EqualTo(10));
            return ValueTask.FromResult(new EpisodeRating(Name, episode.Seats.ToDictionary(seat => seat.Seat, _ => (IReadOnlyDictionary<SocialDimension, Score>)new Dictionary<SocialDimension, Score> { [SocialDimension.Goal] = Score.Of(score) }), null));
        }
    }
}
