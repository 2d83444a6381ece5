using Microsoft.Extensions.AI;
using SotopiaPi;
using SotopiaPi.Torch;

namespace Pretraining;

/// <summary>Turns a seat's view of an episode into a sequence to learn from: the same prompt builder and the same chat tokenizer as in play.</summary>
/// <remarks>Everything after the header counts in the loss: own turns, which the model will play, and the other's, which it learns to expect.</remarks>
internal sealed class SeatReader(ChatTokenizer chat)
{
    private static readonly DialogueEnvironment s_environment = new();
    private static readonly PromptBuilder s_prompts = new(PromptPack.Compact);

    /// <summary>Reads all seats that took a turn.</summary>
    public IEnumerable<TokenSequence> Read(Episode episode)
    {
        foreach (Seat seat in episode.Task.Seats)
        {
            int last = episode.Turns.ToList().FindLastIndex(turn => turn.Turns.ContainsKey(seat));
            if (last >= 0)
            {
                yield return Read(s_environment.Observe(episode.Until(last).State, seat), episode.Turns[last].Turns[seat].Action);
            }
        }
    }

    private TokenSequence Read(Observation observation, AgentAction action)
    {
        IReadOnlyList<ChatMessage> prompt = s_prompts.Build(observation);
        int[] ids = [.. chat.EncodeExample(prompt, ActionFormat.ToJson(action)).Ids];
        string header = chat.Template.Render([prompt[0]], new ChatTemplateOptions { AddGenerationPrompt = false });
        float[] weights = new float[ids.Length];
        weights.AsSpan(chat.Tokenizer.Encode(header, addSpecialTokens: false).Length).Fill(1);
        return new TokenSequence(ids, weights);
    }
}
