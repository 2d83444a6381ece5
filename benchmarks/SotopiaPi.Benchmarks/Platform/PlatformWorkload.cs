using Microsoft.Extensions.AI;

namespace SotopiaPi.Benchmarks;

/// <summary>Complete 20-turn episodes of two agents over a client that answers at once.</summary>
internal static class PlatformWorkload
{
    private static readonly AgentProfile Ada = new("a1", "Ada", "Reed")
    {
        Age = 34, Occupation = "Baker", Gender = "Woman", GenderPronoun = "She/her", PublicInfo = "Ada has two cats and bakes the best rye bread of the town.",
        PersonalityAndValues = "Ada is patient, curious and a little stubborn; she values fairness above all.", Secret = "She cannot swim.",
    };

    private static readonly AgentProfile Ben = Ada with { Id = "a2", FirstName = "Ben", LastName = "Cole", Gender = "Man", GenderPronoun = "He/him", Secret = "He fears heights." };

    private static readonly SocialTask Task = SocialTask.Create(
        new EnvironmentProfile("e1", "Two friends must divide what they own together before one of them moves to another city.", ["Keep the lamp and the books.", "Keep the lamp and stay friends."]) { Relationship = RelationshipType.Friend },
        [Ada, Ben]);

    public static EpisodePlan Plan(int repetition) => EpisodePlan.Create(
        Task, [.. Task.Seats.Select(seat => new SeatAssignment(seat, Task.Agents[seat.Index], "agent", new ModelRef("agent")))], new EpisodeOptions(), repetition, $"tag{repetition % 10}");

    public static EpisodeCollector Collector(int concurrency = 2) =>
        new(new EpisodeRunner(new ChatClientAgentFactory(_ => new InstantClient(), new PromptBuilder(PromptPack.Default))), concurrency);

    /// <summary>Plays plans and gives each episode to a consumer.</summary>
    public static async Task PlayAsync(int from, int count, Func<Episode, ValueTask> consume)
    {
        List<Task> waiting = [];
        await foreach (EpisodeResult result in Collector().CollectAsync(Enumerable.Range(from, count).Select(Plan)))
        {
            Episode episode = result.Episode ?? throw new InvalidOperationException(result.Failure!.Message);
            if (episode.Turns.Count != 20 || episode.Turns.Any(turn => turn.Turns.Values.Single() is not { Failure: null, Reply.Prompt.Count: > 1 }))
            {
                throw new InvalidOperationException("an episode of the benchmark is not complete");
            }

            waiting.Add(consume(episode).AsTask());
            if (waiting.Count == 256)
            {
                await System.Threading.Tasks.Task.WhenAll(waiting);
                waiting.Clear();
            }
        }

        await System.Threading.Tasks.Task.WhenAll(waiting);
    }

    private sealed class InstantClient : IChatClient
    {
        private static readonly string[] Replies =
        [
            .. Enumerable.Range(0, 16).Select(i => $$"""{"action_type": "speak", "argument": "I could let you have the books number {{i}}, if you leave me the lamp and help me carry the old table down the stairs."}"""),
        ];

        private int _next;

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            System.Threading.Tasks.Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Replies[_next++ % Replies.Length])) { ModelId = "instant" });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("the benchmark does not stream");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
