using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Lets the examples of a seat share their messages: with a chat pack each prompt begins the next one, so that a seat needs the messages of its longest prompt only.</summary>
internal static class SharedPrompts
{
    /// <summary>Replaces each prompt that begins the next one by a part of it. The texts stay the same.</summary>
    public static IReadOnlyList<SupervisedExample> Of(IReadOnlyList<SupervisedExample> examples)
    {
        SupervisedExample[] shared = [.. examples];
        for (int i = shared.Length - 2; i >= 0; i--)
        {
            if (Begins(shared[i].Prompt, shared[i + 1].Prompt))
            {
                ChatMessage[] longest = shared[i + 1].Prompt is ArraySegment<ChatMessage> part ? part.Array! : [.. shared[i + 1].Prompt];
                shared[i + 1] = shared[i + 1] with { Prompt = new ArraySegment<ChatMessage>(longest, 0, shared[i + 1].Prompt.Count) };
                shared[i] = shared[i] with { Prompt = new ArraySegment<ChatMessage>(longest, 0, shared[i].Prompt.Count) };
            }
        }

        return shared;
    }

    private static bool Begins(IReadOnlyList<ChatMessage> first, IReadOnlyList<ChatMessage> second) =>
        first.Count <= second.Count && first.Zip(second, (own, other) => own.Role == other.Role && own.Text == other.Text).All(same => same);
}
