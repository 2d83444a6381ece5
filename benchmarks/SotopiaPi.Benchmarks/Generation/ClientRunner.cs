using System.Diagnostics;
using Microsoft.Extensions.AI;
using SotopiaPi.Torch;

namespace SotopiaPi.Benchmarks;

/// <summary>Our chat client on the shared model: greedy, fixed lengths, messages in and text out.</summary>
internal sealed class ClientRunner(string model, TorchChatClientOptions options) : IDisposable
{
    // A client for each run, so that nothing is known before; loading is not timed.
    private TorchChatClient? _client;

    /// <summary>Answers all prompts together; returns the seconds it took.</summary>
    public double Run(IReadOnlyList<IReadOnlyList<ChatMessage>> prompts, int newTokens) =>
        Time(client => Task.WhenAll(prompts.Select(prompt => AnswerAsync(client, prompt, newTokens))));

    /// <summary>Answers each agent's prompts turn after turn; agents wait for nobody.</summary>
    public double Rollout(IReadOnlyList<IReadOnlyList<IReadOnlyList<ChatMessage>>> agents, int newTokens) => Time(client => Task.WhenAll(agents.Select(async turns =>
    {
        foreach (IReadOnlyList<ChatMessage> prompt in turns)
        {
            await AnswerAsync(client, prompt, newTokens).ConfigureAwait(false);
        }
    })));

    public void Dispose() => _client?.Dispose();

    private double Time(Func<TorchChatClient, Task> run)
    {
        _client?.Dispose();
        _client = TorchChatClient.Load(model, options);
        long start = Stopwatch.GetTimestamp();
        run(_client).GetAwaiter().GetResult();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task AnswerAsync(TorchChatClient client, IReadOnlyList<ChatMessage> prompt, int newTokens)
    {
        // The ends of replies are made impossible, so that all replies have the same length.
        var never = client.GetService<ChatTokenizer>()!.EndIds.ToDictionary(id => id, _ => -1e6f);
        ChatResponse response = await client.GetResponseAsync(prompt, new()
        {
            Temperature = 0,
            MaxOutputTokens = newTokens,
            RawRepresentationFactory = _ => new SamplingOptions { LogitBias = never },
        }).ConfigureAwait(false);
        if (response.Usage!.OutputTokenCount != newTokens)
        {
            throw new InvalidOperationException($"a reply has {response.Usage.OutputTokenCount} tokens, wanted {newTokens}");
        }
    }
}
