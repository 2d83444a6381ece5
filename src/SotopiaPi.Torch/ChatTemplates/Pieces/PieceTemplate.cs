using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>
/// A conversation format whose pieces are encoded apart and joined as ids, as LLaMA-Factory does for training. The other way is a
/// <see cref="ChatTemplate"/>, whose whole text is encoded; the ids of the two can differ where pieces meet. Immutable, thread-safe.
/// </summary>
public sealed partial record PieceTemplate
{
    /// <summary>Gets what stands before the conversation, or before each turn.</summary>
    public IReadOnlyList<PieceSlot> Prefix { get; init; } = [];

    /// <summary>Gets whether the prefix stands before each turn rather than only before the first.</summary>
    public bool RepeatsPrefix { get; init; }

    /// <summary>Gets the form of the system text.</summary>
    public IReadOnlyList<PieceSlot> System { get; init; } = [];

    /// <summary>Gets where the system text goes.</summary>
    public SystemPlace SystemPlace { get; init; }

    /// <summary>Gets the system text of conversations without one.</summary>
    public string DefaultSystem { get; init; } = "";

    /// <summary>Gets the form of a user's message, up to where the assistant speaks.</summary>
    public required IReadOnlyList<PieceSlot> User { get; init; }

    /// <summary>Gets the form of a reply, its end token included.</summary>
    public required IReadOnlyList<PieceSlot> Assistant { get; init; }

    /// <summary>Gets how long conversations are cut.</summary>
    public PieceCut Cut { get; init; } = PieceCut.RunningTotal;

    /// <summary>Gets whether special tokens written in messages become those tokens, as in LLaMA-Factory.</summary>
    /// <value>The default is true. The texts of slots are encoded by the same rule.</value>
    public bool RecognizesSpecialTokens { get; init; } = true;

    /// <summary>Gets whether white space at the end of a reply is dropped.</summary>
    public bool TrimsReplies { get; init; }

    /// <summary>Encodes a conversation for training. Replies and the tokens that end them are learnt.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="messages">An optional system message, then user and assistant in turn, the assistant last.</param>
    /// <param name="cutoffLength">The most ids. The default is no limit.</param>
    /// <param name="lastReplyOnly">Whether only the last reply is learnt.</param>
    /// <returns>The ids with their mask.</returns>
    /// <exception cref="ChatTemplateException">The messages are not in that order, or the tokenizer lacks a token of the format.</exception>
    public ChatExample Encode(
        HuggingFaceTokenizer tokenizer, IReadOnlyList<ChatMessage> messages, int cutoffLength = int.MaxValue, bool lastReplyOnly = false)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentOutOfRangeException.ThrowIfLessThan(cutoffLength, 1);
        List<EncodedTurn> turns = new PieceEncoder(this, tokenizer).Encode(messages);
        if (turns.Count == 0 || turns[^1].Reply.Length == 0)
        {
            throw new ChatTemplateException("The conversation does not end with a reply: there is nothing to learn.");
        }

        return Cut == PieceCut.ProportionalPerTurn
            ? PieceCutting.Proportional(turns, cutoffLength, lastReplyOnly)
            : PieceCutting.RunningTotal(turns, cutoffLength, lastReplyOnly);
    }

    /// <summary>Encodes what the model is given before it replies.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="messages">An optional system message, then user and assistant in turn, the user last.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="ChatTemplateException">The messages are not in that order, or the tokenizer lacks a token of the format.</exception>
    public int[] EncodePrompt(HuggingFaceTokenizer tokenizer, IReadOnlyList<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(messages);
        List<EncodedTurn> turns = new PieceEncoder(this, tokenizer).Encode(messages);
        return turns.Count > 0 && turns[^1].Reply.Length == 0
            ? [.. turns.SelectMany(turn => turn.Prompt.Concat(turn.Reply))]
            : throw new ChatTemplateException("The conversation does not end with a user's message: there is nothing to reply to.");
    }
}
