using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>A turn as ids: what the model is given, and its reply; the reply is empty where the conversation ends before it.</summary>
internal sealed record EncodedTurn(int[] Prompt, int[] Reply);

/// <summary>Encodes the pieces of a conversation.</summary>
internal sealed class PieceEncoder(PieceTemplate template, HuggingFaceTokenizer tokenizer)
{
    private const string Placeholder = "{{content}}";

    public List<EncodedTurn> Encode(IReadOnlyList<ChatMessage> messages)
    {
        bool hasSystem = messages.Count > 0 && messages[0].Role == ChatRole.System;
        string system = hasSystem ? messages[0].Text : template.DefaultSystem;
        ChatMessage[] turns = [.. messages.Skip(hasSystem ? 1 : 0)];
        CheckOrder(turns);
        int systemTurn = template.SystemPlace == SystemPlace.LastUserMessage ? (turns.Length - 1) / 2 * 2 : 0;
        List<EncodedTurn> encoded = [];
        for (int i = 0; i < turns.Length; i += 2)
        {
            List<int> prompt = i == 0 || template.RepeatsPrefix ? Encode(template.Prefix, "") : [];
            string user = turns[i].Text;
            if (i == systemTurn && system.Length > 0)
            {
                if (template.SystemPlace == SystemPlace.OwnPiece)
                {
                    prompt.AddRange(Encode(template.System, system));
                }
                else
                {
                    user = string.Concat(template.System.Select(slot => slot.Value.Replace(Placeholder, system, StringComparison.Ordinal))) + user;
                }
            }

            prompt.AddRange(Encode(template.User, user));
            encoded.Add(new EncodedTurn([.. prompt], i + 1 < turns.Length ? [.. Encode(template.Assistant, Reply(turns[i + 1].Text))] : []));
        }

        return encoded;
    }

    private string Reply(string text) => template.TrimsReplies ? text.TrimEnd() : text;

    private List<int> Encode(IReadOnlyList<PieceSlot> slots, string content)
    {
        List<int> ids = [];
        foreach (PieceSlot slot in slots)
        {
            switch (slot.Kind)
            {
                case PieceSlotKind.Text:
                    string text = slot.Value.Replace(Placeholder, content, StringComparison.Ordinal);
                    ids.AddRange(tokenizer.Encode(text, addSpecialTokens: false, template.RecognizesSpecialTokens));
                    break;
                case PieceSlotKind.Token:
                    ids.Add(Required(tokenizer.FindTokenId(slot.Value), $"the token '{slot.Value}'"));
                    break;
                case PieceSlotKind.Bos:
                    ids.Add(Required(tokenizer.BosId, "a token that begins a text"));
                    break;
                default:
                    ids.Add(Required(tokenizer.EosIds.Count > 0 ? tokenizer.EosIds[0] : null, "a token that ends a reply"));
                    break;
            }
        }

        return ids;
    }

    private static int Required(int? id, string what) =>
        id ?? throw new ChatTemplateException($"The format needs {what}, and the tokenizer has none. Use a format made for this model.");

    private static void CheckOrder(ChatMessage[] turns)
    {
        for (int i = 0; i < turns.Length; i++)
        {
            ChatRole wanted = i % 2 == 0 ? ChatRole.User : ChatRole.Assistant;
            if (turns[i].Role != wanted)
            {
                throw new ChatTemplateException($"Message {i} after the system message is of role '{turns[i].Role}'; '{wanted}' was wanted: user and assistant speak in turn.");
            }
        }
    }
}
