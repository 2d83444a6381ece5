using System.ClientModel;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenAI.Chat;
using OpenAI.Models;
using SotopiaPi.Testing;
using SotopiaPi.Torch;
using TorchSharp;

namespace SotopiaPi.Samples.Tests;

/// <summary>The server, asked by the official .NET client of OpenAI.</summary>
internal sealed class ServerTests
{
    private static readonly ChatMessage[] s_messages = [new SystemChatMessage("Ada: Ada sells a lamp to Ben. Sell it for more than 2 coins."), new UserChatMessage("I offer 3 coins.")];

    private ServerFixture _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ServerFixture.StartAsync();
        _server.WriteAdapter("trained");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Models_are_the_base_and_the_adapters()
    {
        OpenAIModelClient models = _server.Client().GetOpenAIModelClient();
        Assert.That((await models.GetModelsAsync()).Value.Select(model => model.Id), Is.EqualTo(new[] { "small", "trained" }));
        Assert.That((await models.GetModelAsync("trained")).Value.OwnedBy, Is.EqualTo("sotopiapi"));
        Assert.That(async () => await models.GetModelAsync("other"), Throws.TypeOf<ClientResultException>().With.Property("Status").EqualTo(404));
    }

    [Test]
    public async Task A_reply_says_all_that_the_protocol_has_and_a_stream_gives_the_same()
    {
        ChatCompletionOptions Options() => new() { Temperature = 0, MaxOutputTokenCount = 24, IncludeLogProbabilities = true };
        ChatCompletion whole = await _server.Chat().CompleteChatAsync(s_messages, Options());
        ChatCompletion again = await _server.Chat().CompleteChatAsync(s_messages, Options());
        string streamed = "";
        ChatTokenUsage? usage = null;
        ChatFinishReason? reason = null;
        await foreach (StreamingChatCompletionUpdate update in _server.Chat().CompleteChatStreamingAsync(s_messages, Options()))
        {
            streamed += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
            reason = update.FinishReason ?? reason;
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(whole.Content[0].Text, Is.Not.Empty.And.EqualTo(streamed));
            Assert.That(whole.Model, Is.EqualTo("small"));
            Assert.That(whole.Id, Is.Not.Empty.And.Not.EqualTo(again.Id));
            Assert.That(whole.Usage.OutputTokenCount, Is.EqualTo(whole.ContentTokenLogProbabilities.Count).And.EqualTo(usage!.OutputTokenCount));
            Assert.That(whole.Usage.TotalTokenCount, Is.EqualTo(whole.Usage.InputTokenCount + whole.Usage.OutputTokenCount));
            Assert.That(again.Usage.InputTokenDetails.CachedTokenCount, Is.EqualTo(whole.Usage.InputTokenCount - 1));
            Assert.That(whole.FinishReason, Is.EqualTo(reason));
            Assert.That(whole.ContentTokenLogProbabilities.Select(token => token.LogProbability), Is.All.LessThanOrEqualTo(0));
        }
    }

    [Test]
    public async Task An_adapter_is_a_model_under_its_name()
    {
        ChatCompletionOptions Options() => new() { Temperature = 0, MaxOutputTokenCount = 24 };
        ChatCompletion[] replies = await Task.WhenAll(((string[])["small", "trained", "small", "trained"]).Select(async model => (await _server.Chat(model).CompleteChatAsync(s_messages, Options())).Value));
        Assert.That(replies.Select(reply => reply.Model), Is.EqualTo(new[] { "small", "trained", "small", "trained" }));
        Assert.That(replies[0].Content[0].Text, Is.EqualTo(replies[2].Content[0].Text).And.Not.EqualTo(replies[1].Content[0].Text));
        Assert.That(replies[1].Content[0].Text, Is.EqualTo(replies[3].Content[0].Text));
    }

    [Test]
    public async Task A_schema_is_followed()
    {
        ChatCompletionOptions options = new()
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("offer", BinaryData.FromString("""{"type": "object", "properties": {"coins": {"enum": [1, 2, 3]}, "sure": {"type": "boolean"}}, "required": ["coins", "sure"], "additionalProperties": false}"""), jsonSchemaIsStrict: true),
        };
        ChatCompletion reply = await _server.Chat().CompleteChatAsync(s_messages, options);
        JsonElement value = JsonDocument.Parse(reply.Content[0].Text).RootElement;
        Assert.That(value.GetProperty("coins").GetInt32(), Is.InRange(1, 3));
        Assert.That(value.EnumerateObject().Count(), Is.EqualTo(2));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Functions_are_called(bool streaming)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(template: ServerFixture.Template);
        ChatTool tool = ChatTool.CreateFunctionTool("decide", "Decides.", BinaryData.FromString("""{"type": "object", "properties": {"yes": {"type": "boolean"}}, "required": ["yes"], "additionalProperties": false}"""));
        ChatCompletionOptions options = new() { Tools = { tool }, ToolChoice = ChatToolChoice.CreateRequiredChoice() };
        string arguments = "";
        ChatFinishReason? reason = null;
        if (streaming)
        {
            await foreach (StreamingChatCompletionUpdate update in server.Chat().CompleteChatStreamingAsync([s_messages[1]], options))
            {
                arguments += string.Concat(update.ToolCallUpdates.Select(call => call.FunctionArgumentsUpdate?.ToString()));
                reason = update.FinishReason ?? reason;
            }
        }
        else
        {
            ChatCompletion reply = await server.Chat().CompleteChatAsync([s_messages[1]], options);
            (arguments, reason) = (reply.ToolCalls.Single().FunctionArguments.ToString(), reply.FinishReason);
            Assert.That(reply.ToolCalls[0].FunctionName, Is.EqualTo("decide"));
            ChatCompletion next = await server.Chat().CompleteChatAsync([s_messages[1], new AssistantChatMessage(reply), new ToolChatMessage(reply.ToolCalls[0].Id, "done")], new() { MaxOutputTokenCount = 5 });
            Assert.That(next.Usage.OutputTokenCount, Is.InRange(1, 5));
        }

        Assert.That(reason, Is.EqualTo(ChatFinishReason.ToolCalls));
        Assert.That(JsonDocument.Parse(arguments).RootElement.GetProperty("yes").ValueKind, Is.AnyOf(JsonValueKind.True, JsonValueKind.False));
    }

    [TestCase("""{"model": "small", "messages": [{"role": "user", "content": "a"}], "max_tokens": 513}""", 400, "max_tokens")]
    [TestCase("""{"model": "small", "messages": [{"role": "user", "content": "a"}], "max_completion_tokens": 0}""", 400, "max_completion_tokens")]
    [TestCase("""{"model": "../small", "messages": [{"role": "user", "content": "a"}]}""", 404, "model_not_found")]
    [TestCase("""{"model": "/etc", "messages": [{"role": "user", "content": "a"}]}""", 404, "model_not_found")]
    [TestCase("""{"messages": [{"role": "user", "content": "a"}]}""", 400, "'model' is missing")]
    [TestCase("""{"model": "small", "messages": []}""", 400, "at least one message")]
    [TestCase("""{"model": "small", "messages": [{"role": "user", "content": [{"type": "image_url"}]}]}""", 400, "reads text")]
    [TestCase("""{"model": "small", "messages": [{"role": "alien", "content": "a"}]}""", 400, "alien")]
    [TestCase("""{"model": "small", "messages": [{"role": "user", "content": "a"}], "temperature": -1}""", 400, "Temperature")]
    [TestCase("""{"model": "small", "messages": [{"role": "user", "content": "a"}], "n": 2}""", 400, "One reply")]
    [TestCase("""{"model": "small", "messages": [{"role": "user", "content": "a"}], "stream": "yes"}""", 400, "'stream'")]
    [TestCase("""{"model": "small", "messages": [{"role": "user", "content": "a"}], "tool_choice": "required", "stream": true}""", 400, "no place for functions")]
    [TestCase("""{"model": "small", "messages": [{"role": "user", "content": "a"}], "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "string", "pattern": "a"}}}}""", 400, "pattern")]
    [TestCase("not JSON", 400, "no JSON")]
    [TestCase("[1]", 400, "JSON object")]
    public async Task Wrong_requests_are_answered_in_the_protocols_form(string body, int status, string part)
    {
        using HttpResponseMessage response = await _server.PostAsync(body);
        JsonNode error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(status));
            Assert.That(error.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), Does.Contain(part));
            Assert.That((string?)error["type"], Is.EqualTo("invalid_request_error"));
        }
    }

    [Test]
    public async Task Long_prompts_large_bodies_and_unknown_places_are_refused()
    {
        using HttpResponseMessage longPrompt = await _server.PostAsync(Body(new string('q', 3000)));
        using HttpResponseMessage large = await _server.PostAsync(Body(new string('q', 1 << 20)));
        using HttpResponseMessage nowhere = await _server.Http.GetAsync(new Uri(_server.Url + "/embeddings"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((longPrompt.StatusCode, await longPrompt.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.BadRequest, "")).Using<(HttpStatusCode, string)>((a, b) => a.Item1 == b.Item1 && a.Item2.Contains("context_length_exceeded", StringComparison.Ordinal)));
            Assert.That(large.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
            Assert.That(nowhere.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await nowhere.Content.ReadAsStringAsync(), Does.Contain("/v1/chat/completions"));
        }
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Nothing_that_clients_say_is_written_anywhere(CancellationToken cancellationToken)
    {
        using TemporaryFolder folder = new();
        string model = folder.File("small");
        SmallModel.CopyTo(model);
        using SampleProcess process = SampleProcess.StartServer("--model", model, "--urls", "http://127.0.0.1:0", "--api-key", "key");
        process.WaitForOutput("(Ctrl-C ends)");
        using HttpClient http = new() { BaseAddress = new(process.Output.Split(' ').Single(word => word.StartsWith("http", StringComparison.Ordinal))) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "key");
        string[] bodies = [Body("tulips"), Body("tulips ")[..^1], Body(string.Concat(Enumerable.Repeat("tulips ", 2000))), Body("tulips").Replace("small", "tulips", StringComparison.Ordinal)];
        List<HttpStatusCode> answers = [];
        foreach (string body in bodies)
        {
            using HttpResponseMessage response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(body), cancellationToken);
            answers.Add(response.StatusCode);
        }

        Assert.That(answers, Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.NotFound }));
        process.Kill();
        Assert.That(process.Output, Does.Not.Contain("tulips").And.Not.Contain("Authorization").And.Not.Contain("Bearer"));
        Assert.That(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "tokenizer.json").Select(File.ReadAllText), Has.None.Contains("tulips"));
    }

    [Test]
    public async Task A_key_is_demanded_where_there_is_one()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(apiKey: "secret");
        ChatCompletionOptions options = new() { MaxOutputTokenCount = 3 };
        Assert.That(async () => await server.Chat(key: "wrong").CompleteChatAsync(s_messages, options), Throws.TypeOf<ClientResultException>().With.Property("Status").EqualTo(401));
        Assert.That((await server.Chat(key: "secret").CompleteChatAsync(s_messages, options)).Value.Content, Is.Not.Empty);
        using HttpResponseMessage without = await server.Http.GetAsync(new Uri(server.Url + "/models"));
        Assert.That(without.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_full_queue_is_answered_429_and_a_client_that_leaves_frees_its_place(CancellationToken cancellationToken)
    {
        await using ServerFixture server = await ServerFixture.StartAsync(options => (options.MaxConcurrentRows, options.MaxQueuedRequests) = (1, 2));
        using var held = new ManualResetEventSlim();
        Task hold = DeviceQueue.For(torch.CPU).RunAsync(() => held.Wait(TimeSpan.FromSeconds(30)), cancellationToken);      // so that nothing ends before all have come
        using var leaving = new CancellationTokenSource();
        using var staying = new CancellationTokenSource();
        CancellationTokenSource[] clients = [leaving, staying, leaving, staying, leaving];
        List<(Task<HttpStatusCode> Status, CancellationTokenSource Client)> asked = [.. clients.Select(client => (StatusAsync(server, client.Token), client))];
        for (int refused = 0; refused < 2; refused++)
        {
            Task<HttpStatusCode> first = await Task.WhenAny(asked.Select(request => request.Status)).WaitAsync(cancellationToken);
            Assert.That(await first, Is.EqualTo(HttpStatusCode.TooManyRequests), "one may compute and two may wait");
            asked.RemoveAll(request => request.Status == first);
        }

        await leaving.CancelAsync();
        foreach (var (status, _) in asked.Where(request => request.Client == leaving))
        {
            Assert.That(async () => await status, Throws.InstanceOf<OperationCanceledException>());
        }

        held.Set();
        await hold;
        HttpStatusCode[] answered = await Task.WhenAll(asked.Where(request => request.Client == staying).Select(request => request.Status)).WaitAsync(cancellationToken);
        Assert.That(answered, Is.All.EqualTo(HttpStatusCode.OK), "they are answered when the others have gone");
        HttpStatusCode[] three;
        do
        {
            await Task.Delay(10, cancellationToken);                                                                       // until the server has noticed who left
            three = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StatusAsync(server, cancellationToken)));
        }
        while (three.Any(status => status != HttpStatusCode.OK));
    }

    [TestCase("--urls http://0.0.0.0:8000", "--api-key")]
    [TestCase("--rows 0", "at least 1")]
    public void Arguments_that_open_the_server_without_a_key_are_refused(string arguments, string part)
    {
        var errors = SotopiaPi.Samples.Server.ServerArguments.Command((_, _) => Task.FromResult(0)).Parse(arguments).Errors;
        Assert.That(errors.Select(error => error.Message), Has.Some.Contains(part));
    }

    [Test]
    public void Without_addresses_only_this_machine_reaches_the_server()
    {
        SotopiaPi.Samples.Server.ServerArguments? seen = null;
        SotopiaPi.Samples.Server.ServerArguments.Command((arguments, _) => Task.FromResult((seen = arguments).Rows)).Parse([]).Invoke();
        Assert.That(seen!.Addresses, Does.StartWith("http://127.0.0.1:"));
    }

    private static string Body(string text) => new JsonObject { ["model"] = "small", ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }) }.ToJsonString();

    private static async Task<HttpStatusCode> StatusAsync(ServerFixture server, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await server.PostAsync(Body("b"), cancellationToken);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            Assert.That(response.Headers.RetryAfter!.Delta, Is.GreaterThan(TimeSpan.Zero));
            Assert.That(await response.Content.ReadAsStringAsync(cancellationToken), Does.Contain("rate_limit_error"));
        }

        return response.StatusCode;
    }
}
