using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Lets prompts that begin alike hold the same message objects, so that an episode in memory grows with its text and not with the square of it.</summary>
internal static class SharedMessages
{
    /// <summary>The prompt, with each message at its start that equals that of the prompt before replaced by it.</summary>
    public static IReadOnlyList<ChatMessage> Of(IReadOnlyList<ChatMessage> prompt, IReadOnlyList<ChatMessage> before)
    {
        int shared = CommonStart(prompt, before);
        return shared == 0 ? prompt : [.. before.Take(shared), .. prompt.Skip(shared)];
    }

    /// <summary>The number of messages at the start that have the same roles and texts.</summary>
    public static int CommonStart(IReadOnlyList<ChatMessage> prompt, IReadOnlyList<ChatMessage> before)
    {
        int common = 0;
        while (common < prompt.Count && common < before.Count
            && (ReferenceEquals(prompt[common], before[common]) || (prompt[common].Role == before[common].Role && prompt[common].Text == before[common].Text)))
        {
            common++;
        }

        return common;
    }
}
