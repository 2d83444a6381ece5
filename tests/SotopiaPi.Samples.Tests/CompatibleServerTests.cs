using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace SotopiaPi.Samples.Tests;

/// <summary>Play on a server such as vLLM or SGLang: adapters are asked for by their names as models.</summary>
[NonParallelizable]
public sealed class CompatibleServerTests
{
    [Test]
    public async Task Adapters_are_models_of_the_server_and_their_tokens_are_counted()
    {
        using CompatibleServer server = new(0, "base", "bc");
        using UsageLedger ledger = new();
        using IChatClient client = Client(server).AsBuilder().UseUsageLedger(ledger, "agent").Build();
        Episode episode = await PlayAsync(client);
        Assert.That(episode.Turns.Select(turn => turn.Turns.Values.Single().Action.Argument), Is.EqualTo(new[] { "I am bc.", "I am base.", "I am bc.", "I am base." }));
        Assert.That(server.Requests.Select(request => (string?)request["model"]), Is.EqualTo(new[] { "bc", "base", "bc", "base" }));
        Assert.That(server.Requests.Select(request => (string?)request["response_format"]?["type"]), Has.All.EqualTo("json_schema"));
        Assert.That(ledger.Rows.Select(row => (row.Model, row.Calls, row.InputTokens, row.OutputTokens)), Is.EqualTo(new[] { ("base", 2L, 80L, 16L), ("bc", 2L, 80L, 16L) }));
    }

    [Test]
    public async Task A_server_that_is_still_loading_is_asked_again()
    {
        using CompatibleServer server = new(3, "base", "bc");
        ResilientChatClientOptions patient = new() { FirstDelay = TimeSpan.FromMilliseconds(1), IsTransient = error => error is ClientResultException { Status: 429 or >= 500 } || ResilientChatClientOptions.IsTransientByDefault(error) };
        using IChatClient client = Client(server).AsBuilder().UseResilience(patient).Build();
        Episode episode = await PlayAsync(client);
        Assert.That(episode.Turns.SelectMany(turn => turn.Turns.Values).Select(turn => turn.Failure), Has.All.Null);
        Assert.That(server.Requests, Has.Count.EqualTo(7));
    }

    [Test]
    public async Task An_adapter_that_the_server_lacks_is_a_failure_with_its_words()
    {
        using CompatibleServer server = new(0, "base");
        using IChatClient client = Client(server);
        Episode episode = await PlayAsync(client);
        AgentFailure failure = episode.Turns[0].Turns.Values.Single().Failure!;
        Assert.That(failure.Kind, Is.EqualTo(AgentFailure.Client));
        Assert.That(failure.Message, Does.Contain("404").And.Contain("The model `bc` does not exist."));
    }

    private static IChatClient Client(CompatibleServer server)
    {
        OpenAIClientOptions options = new() { Endpoint = server.Url, RetryPolicy = new ClientRetryPolicy(0) };
        return new OpenAIClient(new ApiKeyCredential("none"), options).GetChatClient("base").AsIChatClient();
    }

    private static async Task<Episode> PlayAsync(IChatClient client)
    {
        SocialTask task = (await new OfflineTaskSource(1, 1).GetTasksAsync().ToListAsync())[0];
        SeatAssignment[] seats = [new(new Seat(0), task.Agents[0], "agent", new ModelRef("agent", "bc")), new(new Seat(1), task.Agents[1], "agent", new ModelRef("agent"))];
        EpisodeRunner runner = new(new ChatClientAgentFactory(_ => client, new PromptBuilder(PromptPack.Default)));
        List<EpisodeEvent> events = await runner.PlayAsync(EpisodePlan.Create(task, seats, new EpisodeOptions { MaxTurns = 4 })).ToListAsync();
        return ((EpisodeEnded)events[^1]).Episode;
    }
}
