using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;

namespace SotopiaPi.Torch;

public sealed partial class ChatTokenizer
{
    /// <summary>
    /// Encodes a whole conversation as one text, as trainers that work on rendered templates do. Where the template marks the assistant's
    /// text with <c>{% generation %}</c>, all tokens that touch such text are learnt; otherwise the last message is, from the first token
    /// that differs from the prompt before it.
    /// </summary>
    /// <param name="messages">The messages, the assistant's last.</param>
    /// <param name="options">Tools and variables; null for none.</param>
    /// <returns>
    /// The ids with their mask. Unlike <see cref="EncodeExample"/> the learnt part may begin before the prompt's last token, where one token
    /// covers the end of the prompt and the start of the reply.
    /// </returns>
    /// <exception cref="ChatTemplateException">The template refuses the messages, or there are none.</exception>
    public ChatExample EncodeConversation(IReadOnlyList<ChatMessage> messages, ChatTemplateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (messages.Count == 0)
        {
            throw new ChatTemplateException("The conversation has no messages: there is nothing to learn.");
        }

        ChatTemplateOptions training = AssistantTurn.Copy(options);
        training.ContinueFinalMessage = false;
        ChatRendering rendering = Template.RenderWithSpans(messages, training);
        return rendering.GenerationSpans.Count > 0 ? Masked(rendering) : AfterPrompt(rendering.Text, messages, options);
    }

    private ChatExample Masked(ChatRendering rendering)
    {
        IReadOnlyList<EncodedToken> tokens = Tokenizer.EncodeToTokens(rendering.Text, out string? _);
        bool[] learnt = [.. tokens.Select(token => rendering.GenerationSpans.Any(span =>
            token.Offset.Start.Value < span.End.Value && token.Offset.End.Value > span.Start.Value))];
        int first = Array.IndexOf(learnt, true);
        bool oneStretch = first >= 0 && Array.IndexOf(learnt, false, first) < 0;
        return new ChatExample([.. tokens.Select(token => token.Id)], oneStretch ? first : 0, learnt);
    }

    private ChatExample AfterPrompt(string text, IReadOnlyList<ChatMessage> messages, ChatTemplateOptions? options)
    {
        int[] ids = Tokenizer.Encode(text, addSpecialTokens: false);
        int[] prompt = EncodePrompt(messages.Take(messages.Count - 1), options);
        return ChatExample.AfterPrompt(ids, ids.AsSpan().CommonPrefixLength(prompt));
    }
}
