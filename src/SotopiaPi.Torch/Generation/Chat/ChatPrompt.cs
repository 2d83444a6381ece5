using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>Writes messages and instructions as the prompt of a model.</summary>
internal static class ChatPrompt
{
    /// <summary>
    /// Encodes the messages with the instructions in front, as a system message or as the beginning of the one that is there. For a template that
    /// takes no system message they become the beginning of the first message of the user.
    /// </summary>
    /// <exception cref="ArgumentException">There are no messages.</exception>
    /// <exception cref="ChatTemplateException">The template refuses the messages.</exception>
    public static int[] Encode(ChatTokenizer tokenizer, IEnumerable<ChatMessage> messages, ChatOptions? options, ToolOffer? tools)
    {
        List<ChatMessage> all = [.. messages];
        if (all.Count == 0)
        {
            throw new ArgumentException("There are no messages: a reply needs at least one to answer.", nameof(messages));
        }

        var template = new ChatTemplateOptions { Tools = tools is null ? null : [.. tools.Functions] };
        if (string.IsNullOrEmpty(options?.Instructions))
        {
            return tokenizer.EncodePrompt(all, template);
        }

        List<ChatMessage> instructed = all[0].Role == ChatRole.System
            ? [new(ChatRole.System, options.Instructions + "\n" + all[0].Text), .. all[1..]]
            : [new(ChatRole.System, options.Instructions), .. all];
        try
        {
            return tokenizer.EncodePrompt(instructed, template);
        }
        catch (ChatTemplateException) when (all.FindIndex(message => message.Role == ChatRole.User) is var user && user >= 0 && all[0].Role != ChatRole.System)
        {
            all[user] = new(ChatRole.User, [new TextContent(options.Instructions + "\n\n"), .. all[user].Contents]);
            return tokenizer.EncodePrompt(all, template);
        }
    }
}
