// Two agents of the Microsoft Agent Framework talk, both on one local model:
//   dotnet run -c Release --project samples/AgentFramework
//   … -- --model models/Mistral-7B-Instruct-v0.1 --adapters runs/first/adapters --adapter bc --turns 10
using System.CommandLine;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using SotopiaPi;
using SotopiaPi.Torch;

Option<string> model = new("--model") { Description = "Model folder in Hugging Face layout, or a GGUF file. Default: the small model of the self-training sample.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "model") };
Option<string?> adapters = new("--adapters") { Description = "Folder whose subfolders are LoRA adapters in PEFT format." };
Option<string?> adapter = new("--adapter") { Description = "Adapter that the first agent plays with; the second plays with the model itself." };
Option<int> turns = new("--turns") { Description = "Turns of both together.", DefaultValueFactory = _ => 4 };
Option<long> seed = new("--seed") { Description = "Seed of what is drawn.", DefaultValueFactory = _ => 1 };
RootCommand command = new("Lets two agents of the Microsoft Agent Framework talk on one local model.") { model, adapters, adapter, turns, seed };
command.SetAction((parsed, cancellationToken) => TalkAsync(
    parsed.GetRequiredValue(model), parsed.GetValue(adapters), parsed.GetValue(adapter), parsed.GetValue(turns), parsed.GetValue(seed), cancellationToken));
try
{
    return await command.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException || e.GetType().Namespace == "SotopiaPi.Torch")
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static async Task TalkAsync(string model, string? adapters, string? adapter, int turns, long seed, CancellationToken cancellationToken)
{
    // One model serves all agents; what they say at the same time is computed together.
    await using TorchChatClient client = TorchChatClient.Load(model, new TorchChatClientOptions { AdapterDirectory = adapters });

    // An agent is instructions and options over the chat client; its session keeps what it heard and said.
    (AIAgent Agent, AgentSession Session)[] pair =
    [
        await AgentAsync("Ada", "Ada: Ada sells a lamp to Ben. Sell it for more than 2 coins.", adapter),
        await AgentAsync("Ben", "Ben: Ben buys a lamp from Ada. Buy it for less than 8 coins.", null),
    ];
    string heard = "Hello.";
    for (int turn = 0; turn < turns; turn++)
    {
        var (agent, session) = pair[turn % 2];
        AgentResponse response = await agent.RunAsync(heard, session, cancellationToken: cancellationToken);

        // The reply is valid JSON by construction, unless its greatest length cut it off.
        AgentAction? action = ActionFormat.Parse(response.Text, ActionType.All).Action;
        heard = action is null ? response.Text : action.Argument.Length > 0 ? action.Argument : $"({agent.Name}: {action.Type.Name})";
        Console.WriteLine($"{agent.Name} ({action?.Type.Name ?? "cut off"}; {response.Usage?.CachedInputTokenCount} of {response.Usage?.InputTokenCount} prompt tokens known): {heard}");
    }

    async Task<(AIAgent, AgentSession)> AgentAsync(string name, string instructions, string? modelId)
    {
        AIAgent agent = client.AsAIAgent(new Microsoft.Agents.AI.ChatClientAgentOptions     // the library has an agent of this name, too
        {
            Name = name,
            ChatOptions = new ChatOptions
            {
                Instructions = instructions,
                ModelId = modelId,
                Seed = seed,
                MaxOutputTokens = 60,
                ResponseFormat = ChatResponseFormat.ForJsonSchema(ActionFormat.Schema(ActionType.All)),
            },
        });
        return (agent, await agent.CreateSessionAsync(cancellationToken));
    }
}
