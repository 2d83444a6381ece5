using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace SotopiaPi.Samples.Tests;

/// <summary>The composition example of the README, compiled. <see cref="ReadmeTests"/> compares the two.</summary>
internal static class ReadmeExample
{
    public static async Task RunAsync(IChatClient expertClient, IChatClient judgeClient)
    {
        // begin
        ServiceCollection services = new();
        services.AddKeyedChatClient("expert", expertClient);           // any IChatClient: OpenAI, vLLM, Ollama …
        services.AddKeyedChatClient("judge", judgeClient);
        services.AddSotopiaPi(options => options.Directory = "runs/first")
            .UseTasksFrom("tasks")                                     // profiles and tasks in the published format
            .UseTorchModel("models/Mistral-7B-Instruct-v0.1")          // the agent: a Hugging Face folder
            .UseChatEvaluator()                                        // the judge rates seven dimensions
            .UseFilter<TopRatedFilter>()                               // the best seats per task
            .UseLoraTrainer(lora => lora.Epochs = 20)                  // writes PEFT adapters
            .AddRound(Round.BehaviorCloning)                           // learn from the expert …
            .AddRound(Round.SelfReinforcement);                        // … then from the agent's own best play

        await using ServiceProvider provider = services.BuildServiceProvider();
        SelfTrainingPipeline pipeline = provider.GetRequiredService<SelfTrainingPipeline>();
        IReadOnlyList<RoundReport> rounds = await pipeline.RunAsync();
        Console.WriteLine(string.Join(", ", rounds.Select(round => $"{round.Name}: {round.Kept} seats kept")));
        // end
    }
}
