using System.Text.Json;
using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class TorchChatClientTests
{
    private static readonly ChatMessage[] s_messages =
        [new(ChatRole.System, "Ada: Ada sells a lamp to Ben. Sell it for more than 2 coins."), new(ChatRole.User, "I offer 3 coins.")];

    private static readonly ChatOptions s_action = new()
    {
        ResponseFormat = ChatResponseFormat.ForJsonSchema(ActionFormat.Schema(ActionType.All)),
        MaxOutputTokens = 100,
        Seed = 7,
        RawRepresentationFactory = _ => new SamplingOptions { LogitBias = new Dictionary<int, float> { [TestModel.CloseToken] = 4 } },
    };

    private TestModel _model = null!;

    [SetUp]
    public void MakeModel() => _model = new();

    [TearDown]
    public void DeleteModel() => _model.Dispose();

    [Test]
    public async Task A_schema_is_followed_to_the_letter()
    {
        await using TorchChatClient client = _model.Load();
        ChatResponse[] responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(seed => client.GetResponseAsync(s_messages, Options(o => o.Seed = seed))));
        foreach (ChatResponse response in responses.Where(response => response.FinishReason == ChatFinishReason.Stop))
        {
            JsonElement action = JsonDocument.Parse(response.Text).RootElement;
            string type = action.GetProperty("action_type").GetRawText(), argument = action.GetProperty("argument").GetRawText();
            Assert.That(response.Text, Is.EqualTo($"{{\"action_type\": {type}, \"argument\": {argument}}}"));
            Assert.That(ActionFormat.Parse(response.Text, ActionType.All).Action, Is.Not.Null);
        }

        Assert.That(responses.Count(response => response.FinishReason == ChatFinishReason.Stop), Is.GreaterThan(20));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_response_says_everything_a_caller_may_ask(bool streaming)
    {
        await using TorchChatClient client = _model.Load();
        ChatResponse response = await Ask(client, streaming, s_action);
        var details = response.RawRepresentation as GenerationDetails;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.Messages, Has.Count.EqualTo(1));
            Assert.That(response.Messages[0].Role, Is.EqualTo(ChatRole.Assistant));
            Assert.That(response.Messages[0].MessageId, Is.Not.Empty);
            Assert.That(response.ResponseId, Is.Not.Empty);
            Assert.That(response.CreatedAt, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
            Assert.That(response.ModelId, Is.EqualTo("small"));
            Assert.That(response.Usage!.InputTokenCount, Is.EqualTo(Prompt(client).Length));
            Assert.That(response.Usage.TotalTokenCount, Is.EqualTo(response.Usage.InputTokenCount + response.Usage.OutputTokenCount));
            Assert.That(response.Usage.CachedInputTokenCount, Is.Zero);
            Assert.That(response.FinishReason, Is.EqualTo(ChatFinishReason.Stop));
            var ids = (IReadOnlyList<int>)response.Messages[0].AdditionalProperties![ReplyProperties.TokenIds]!;
            var logs = (IReadOnlyList<float>)response.Messages[0].AdditionalProperties![ReplyProperties.LogProbabilities]!;
            Assert.That(ids, Has.Count.EqualTo(response.Usage.OutputTokenCount));
            Assert.That(logs, Has.Count.EqualTo(ids.Count).And.All.LessThanOrEqualTo(0f));
            Assert.That(client.GetService<HuggingFaceTokenizer>()!.Decode(ids, skipSpecialTokens: true), Is.EqualTo(response.Text));
            Assert.That(streaming || details!.TokenIds.SequenceEqual(ids), Is.True);
            Assert.That(streaming || ids.Equals(response.AdditionalProperties![ReplyProperties.TokenIds]), Is.True);
        }
    }

    [Test]
    public async Task A_seed_decides_a_reply_alone_among_others_and_streamed()
    {
        await using TorchChatClient client = _model.Load();
        ChatOptions[] options = [.. Enumerable.Range(0, 30).Select(seed => Options(o => (o.Seed, o.ResponseFormat, o.MaxOutputTokens) = (seed, null, 10 + seed)))];
        ChatResponse[] together = await Task.WhenAll(options.Select(o => client.GetResponseAsync(s_messages, o)));
        await using TorchChatClient fresh = _model.Load(o => o.MaxConcurrentRows = 1);
        for (int i = 0; i < options.Length; i++)
        {
            ChatResponse alone = await Ask(fresh, streaming: i % 2 == 0, options[i]);
            Assert.That(alone.Text, Is.EqualTo(together[i].Text));
            Assert.That(LogProbabilities(alone), Is.EqualTo(LogProbabilities(together[i])));
        }

        Assert.That(together.Select(response => response.Text).Distinct().Count(), Is.GreaterThan(25));
    }

    [Test]
    public async Task A_next_turn_computes_only_what_is_new()
    {
        await using TorchChatClient client = _model.Load();
        ChatResponse first = await client.GetResponseAsync(s_messages, s_action);
        ChatResponse second = await client.GetResponseAsync([.. s_messages, first.Messages[0], new(ChatRole.User, "I offer 4 coins.")], s_action);
        Assert.That(second.Usage!.CachedInputTokenCount, Is.GreaterThanOrEqualTo(first.Usage!.TotalTokenCount!.Value - 2));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_stop_sequence_and_the_length_end_a_reply(bool streaming)
    {
        await using TorchChatClient client = _model.Load();
        ChatOptions free = Options(o => (o.ResponseFormat, o.MaxOutputTokens, o.Seed) = (null, 12, 3));
        ChatResponse whole = await Ask(client, streaming, free);
        string stop = whole.Text[4..6];
        ChatResponse stopped = await Ask(client, streaming, Options(o => (o.ResponseFormat, o.MaxOutputTokens, o.Seed, o.StopSequences) = (null, 12, 3, [stop])));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(whole.FinishReason, Is.EqualTo(ChatFinishReason.Length));
            Assert.That(whole.Usage!.OutputTokenCount, Is.EqualTo(12));
            Assert.That(stopped.FinishReason, Is.EqualTo(ChatFinishReason.Stop));
            Assert.That(stopped.Text, Is.EqualTo(whole.Text[..whole.Text.IndexOf(stop, StringComparison.Ordinal)]));
        }
    }

    [Test]
    public async Task Defaults_come_from_the_model_and_temperature_zero_takes_the_largest()
    {
        _model.Configure("""{"do_sample": false, "max_new_tokens": 5, "eos_token_id": 1}""");
        await using TorchChatClient client = _model.Load();
        ChatResponse greedy = await client.GetResponseAsync(s_messages);
        ChatResponse zero = await client.GetResponseAsync(s_messages, new() { Temperature = 0, MaxOutputTokens = 5 });
        ChatResponse biased = await client.GetResponseAsync(
            s_messages, new() { RawRepresentationFactory = _ => new SamplingOptions { LogitBias = new Dictionary<int, float> { [20] = 1000 } } });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(greedy.Usage!.OutputTokenCount, Is.EqualTo(5));
            Assert.That(zero.Text, Is.EqualTo(greedy.Text));
            Assert.That(biased.AdditionalProperties![ReplyProperties.TokenIds], Is.EqualTo(new[] { 20, 20, 20, 20, 20 }));
        }
    }

    [Test]
    public async Task Instructions_stand_before_the_messages()
    {
        await using TorchChatClient client = _model.Load();
        ChatResponse instructed = await client.GetResponseAsync([s_messages[1]], Options(o => o.Instructions = "I ask 23 coins."));
        ChatResponse written = await client.GetResponseAsync([new(ChatRole.System, "I ask 23 coins."), s_messages[1]], s_action);
        Assert.That(instructed.Text, Is.EqualTo(written.Text));
    }

    [Test]
    public async Task Cancelling_one_call_leaves_the_others()
    {
        await using TorchChatClient client = _model.Load(o => o.MaxConcurrentRows = 4);
        using var cancellation = new CancellationTokenSource();
        ChatOptions free = Options(o => (o.ResponseFormat, o.MaxOutputTokens) = (null, null));
        Task<ChatResponse>[] kept = [.. Enumerable.Range(0, 6).Select(_ => client.GetResponseAsync(s_messages, free))];
        Task<ChatResponse>[] cancelled = [.. Enumerable.Range(0, 6).Select(_ => client.GetResponseAsync(s_messages, free, cancellation.Token))];
        await cancellation.CancelAsync();
        foreach (Task<ChatResponse> call in cancelled)
        {
            Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
        }

        Assert.That((await Task.WhenAll(kept)).Select(response => response.Text).Distinct().ToList(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Leaving_a_stream_ends_its_reply()
    {
        await using TorchChatClient client = _model.Load();
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(s_messages, Options(o => o.ResponseFormat = null)))
        {
            Assert.That(update.Role, Is.EqualTo(ChatRole.Assistant));
            break;
        }
    }

    [Test]
    public async Task Bad_requests_fail_alone_with_their_reason()
    {
        await using TorchChatClient client = _model.Load();
        Task<ChatResponse> good = client.GetResponseAsync(s_messages, s_action);
        ChatMessage[] longer = [.. Enumerable.Repeat(s_messages[1], 100)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(async () => await client.GetResponseAsync([]), Throws.ArgumentException.With.Message.Contains("no messages"));
            Assert.That(async () => await client.GetResponseAsync(longer), Throws.TypeOf<ContextLengthException>().With.Message.Contains("256"));
            Assert.That(async () => await client.GetResponseAsync(s_messages, new() { ConversationId = "c" }), Throws.TypeOf<NotSupportedException>());
            Assert.That(async () => await client.GetResponseAsync(s_messages, new() { TopP = 2 }), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("TopP"));
            Assert.That(async () => await client.GetResponseAsync(s_messages, new() { MaxOutputTokens = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(
                async () => await client.GetResponseAsync(s_messages, new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse("""{"type": "integer", "minimum": 2}""").RootElement) }),
                Throws.TypeOf<JsonSchemaNotSupportedException>().With.Message.Contains("minimum"));
            Assert.That((await good).Text, Is.Not.Empty);
        }
    }

    [Test]
    public async Task Damaged_weights_are_told()
    {
        _model.Damage();
        await using TorchChatClient client = _model.Load();
        Assert.That(async () => await client.GetResponseAsync(s_messages), Throws.TypeOf<NonFiniteLogitsException>());
    }

    [Test]
    public async Task Services_are_found_and_unknown_ones_are_null()
    {
        await using TorchChatClient client = _model.Load();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(client.GetService<ChatClientMetadata>()!.DefaultModelId, Is.EqualTo("small"));
            Assert.That(client.GetService<IChatClient>(), Is.SameAs(client));
            Assert.That(client.GetService<ChatTokenizer>(), Is.Not.Null);
            Assert.That(client.GetService<string>(), Is.Null);
            Assert.That(client.GetService(typeof(IChatClient), "key"), Is.Null);
        }
    }

    [Test]
    public async Task Disposal_waits_for_calls_and_refuses_further_ones()
    {
        TorchChatClient client = _model.Load();
        Task<ChatResponse> running = client.GetResponseAsync(s_messages, s_action);
        client.Dispose();
        await client.DisposeAsync();
        Assert.That(running.IsCompletedSuccessfully, Is.True);
        Assert.That(async () => await client.GetResponseAsync(s_messages), Throws.TypeOf<ObjectDisposedException>());
    }

    private static async Task<ChatResponse> Ask(TorchChatClient client, bool streaming, ChatOptions options) => streaming
        ? await client.GetStreamingResponseAsync(s_messages, options).ToChatResponseAsync()
        : await client.GetResponseAsync(s_messages, options);

    private static object? LogProbabilities(ChatResponse response) => response.Messages[0].AdditionalProperties![ReplyProperties.LogProbabilities];

    private static ChatOptions Options(Action<ChatOptions> change)
    {
        ChatOptions options = s_action.Clone();
        change(options);
        return options;
    }

    private static int[] Prompt(TorchChatClient client) => client.GetService<ChatTokenizer>()!.EncodePrompt(s_messages);
}
