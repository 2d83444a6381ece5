// A model and its adapters behind the chat protocol of OpenAI:
//   dotnet run -c Release --project samples/Server                                     the small model, for this machine only
//   … -- --model models/Mistral-7B-Instruct-v0.1 --adapters runs/first/adapters        a model with its trained adapters
//   … -- --urls http://0.0.0.0:8000 --api-key KEY                                      for other machines too
// Then, for example:
//   curl http://127.0.0.1:8000/v1/chat/completions -H 'Content-Type: application/json' -d '{"model": "model", "messages": [{"role": "user", "content": "Hello"}]}'
using SotopiaPi.Samples.Server;
using SotopiaPi.Torch;
using TorchSharp;

try
{
    return await ServerArguments.Command(RunAsync).Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or FormatException or UnauthorizedAccessException || e.GetType().Namespace == "SotopiaPi.Torch")
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static async Task<int> RunAsync(ServerArguments arguments, CancellationToken cancellationToken)
{
    // The model: what is asked at the same time is computed together, and what prompts have in common only once.
    await using TorchChatClient client = TorchChatClient.Load(arguments.Model, new TorchChatClientOptions
    {
        AdapterDirectory = arguments.Adapters,
        MaxConcurrentRows = arguments.Rows,
        MaxQueuedRequests = arguments.Queue,
        RefuseWhenFull = true,
        KvBudgetBytes = (long)arguments.KvMegabytes << 20,
        MaxContext = arguments.Context,
        Type = arguments.Half ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32,
    });

    // The server: see ChatServer for the routes.
    await using WebApplication server = ChatServer.Build(client, arguments.Addresses, arguments.ApiKey);
    await server.StartAsync(cancellationToken);
    Console.WriteLine($"Serving {string.Join(", ", client.ModelIds())} at {string.Join(", ", server.Urls)} (Ctrl-C ends).");
    await server.WaitForShutdownAsync(cancellationToken);
    return 0;
}
