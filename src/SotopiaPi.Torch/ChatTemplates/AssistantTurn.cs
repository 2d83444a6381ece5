using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;

namespace SotopiaPi.Torch;

/// <summary>What a template writes for an assistant's turn after the prompt: the reply and the end of the turn.</summary>
/// <param name="Text">The reply as the template writes it, up to and including the token that ends the turn.</param>
/// <param name="EndId">The end token to add where the template writes none; null where it is in the text.</param>
internal sealed record AssistantTurn(string Text, int? EndId)
{
    private const string Mark = "\uE0F1reply\uE0F2";

    public static AssistantTurn Find(
        ChatTokenizer chat, IReadOnlyList<ChatMessage> prompt, string promptText, string reply, ChatTemplateOptions? options)
    {
        string rest = Rest(chat.Template, prompt, promptText, reply, options);
        string marked = Rest(chat.Template, prompt, promptText, Mark, options);
        int mark = marked.IndexOf(Mark, StringComparison.Ordinal);
        string tail = mark >= 0 && string.IsNullOrWhiteSpace(marked[..mark])
            ? marked[(mark + Mark.Length)..]
            : throw Differs(marked, "it does not write the reply directly after the prompt");
        if (!rest.EndsWith(tail, StringComparison.Ordinal))
        {
            throw Differs(rest, "what it writes after a reply depends on the reply");
        }

        string body = rest[..^tail.Length];
        int end = EndOfTurn(chat.Tokenizer, tail);
        return end > 0 ? new AssistantTurn(body + tail[..end], null)
            : chat.Tokenizer.EosIds.Count > 0 ? new AssistantTurn(body, chat.Tokenizer.EosIds[0])
            : throw new ChatTemplateException("The chat template writes no token that ends a turn, and the tokenizer names no end token: generation would never stop.");
    }

    /// <summary>A copy of options that a caller gave.</summary>
    public static ChatTemplateOptions Copy(ChatTemplateOptions? options)
    {
        ChatTemplateOptions copy = new()
        {
            Tools = options?.Tools,
            BosToken = options?.BosToken,
            EosToken = options?.EosToken,
            TimeProvider = options?.TimeProvider,
            ContinueFinalMessage = options?.ContinueFinalMessage ?? false,
        };
        foreach ((string name, object? value) in options?.Variables ?? new Dictionary<string, object?>())
        {
            copy.Variables[name] = value;
        }

        return copy;
    }

    private static string Rest(ChatTemplate template, IReadOnlyList<ChatMessage> prompt, string promptText, string reply, ChatTemplateOptions? options)
    {
        ChatTemplateOptions training = Copy(options);
        training.ContinueFinalMessage = false;
        string full = template.Render([.. prompt, new ChatMessage(ChatRole.Assistant, reply)], training);
        return full.StartsWith(promptText, StringComparison.Ordinal)
            ? full[promptText.Length..]
            : throw Differs(full, "with the reply, the conversation does not begin with the prompt that the model is given at play");
    }

    /// <summary>The end, in the text after a reply, of the first end token, or of the first special token when there is none; 0 when there is neither.</summary>
    private static int EndOfTurn(HuggingFaceTokenizer tokenizer, string tail)
    {
        IReadOnlyList<EncodedToken> tokens = tokenizer.EncodeToTokens(tail, out string? _);
        EncodedToken? end = First(token => tokenizer.EosIds.Contains(token.Id)) ?? First(token => tokenizer.IsSpecial(token.Id));
        return end?.Offset.End.Value ?? 0;
        EncodedToken? First(Func<EncodedToken, bool> matches) => tokens.Where(matches).Select(token => (EncodedToken?)token).FirstOrDefault();
    }

    private static ChatTemplateException Differs(string text, string reason) => new(
        $"The chat template's training form is not its play form: {reason}. It wrote '…{(text.Length <= 80 ? text : text[^80..])}'. "
        + "Use a template whose assistant turns continue its generation prompt.");
}
