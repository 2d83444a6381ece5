using Microsoft.Extensions.AI;
using SotopiaPi.Torch;

namespace SotopiaPi.Benchmarks;

/// <summary>The prompts of some agents over some turns, as messages and as token ids.</summary>
internal sealed class RolloutWork
{
    public RolloutWork(ChatTokenizer tokenizer, PromptPack pack, int agents, int turns)
    {
        Messages = RolloutPrompts.Build(pack, agents, turns);
        Prompts = [.. Messages.Select(agent => agent.Select(prompt => tokenizer.EncodePrompt(prompt)).ToArray())];
    }

    public IReadOnlyList<IReadOnlyList<IReadOnlyList<ChatMessage>>> Messages { get; }

    public IReadOnlyList<IReadOnlyList<int[]>> Prompts { get; }

    /// <summary>The number of prompts.</summary>
    public int Replies => Prompts.Sum(agent => agent.Count);

    /// <summary>The length of all prompts, in tokens.</summary>
    public long Tokens => Prompts.Sum(agent => agent.Sum(prompt => (long)prompt.Length));
}

/// <summary>How long a rollout took, and how many prompt tokens were computed in it.</summary>
internal sealed record RolloutTimes(double Seconds, long Prefilled);
