using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>Turns what a caller asks of a chat client into a request to the engine.</summary>
/// <param name="tokenizer">Tokenizer and template of the model.</param>
/// <param name="vocabulary">The number of ids that the model has.</param>
/// <param name="defaults">The settings that hold where the caller says nothing.</param>
internal sealed class ChatRequests(ChatTokenizer tokenizer, int vocabulary, GenerationDefaults defaults)
{
    // Built by the first request that needs it: a large vocabulary takes a while.
    private readonly Lazy<OutputGrammar> _grammar = new(() => Grammar(tokenizer, vocabulary));

    /// <summary>Makes a request.</summary>
    /// <param name="decoder">The weights to answer with.</param>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="options">What the caller asks for.</param>
    /// <param name="own">What the caller asks for beyond that.</param>
    /// <param name="tools">What the model may or must call.</param>
    /// <param name="onToken">Gets each token of the text; true ends the reply.</param>
    /// <exception cref="JsonSchemaNotSupportedException">The response format has a schema that cannot be followed.</exception>
    /// <exception cref="NotSupportedException">The options ask for a conversation kept by the service, or another format.</exception>
    public GenerationRequest Make(Decoder decoder, IReadOnlyList<int> prompt, ChatOptions? options, SamplingOptions? own, ToolOffer? tools, Func<int, bool> onToken)
    {
        if (options?.ConversationId is not null)
        {
            throw new NotSupportedException("A conversation id was given, but this client keeps no conversations: send all messages with each request.");
        }

        return new(decoder, prompt)
        {
            MaxNewTokens = options?.MaxOutputTokens is { } most
                ? most >= 1 ? most : throw new ArgumentOutOfRangeException(nameof(options), most, "MaxOutputTokens must be at least 1.")
                : defaults.MaxNewTokens,
            Sampling = ChatSampling.Settings(options, own, defaults.Sampling, vocabulary),
            Constraint = tools?.Required is { Count: > 0 } required ? _grammar.Value.Schema(ToolCallFormat.Schema(required)) : Constraint(options?.ResponseFormat),
            EndTokens = tokenizer.EndIds,
            OnToken = onToken,
        };
    }

    private static OutputGrammar Grammar(ChatTokenizer chat, int vocabulary)
    {
        HuggingFaceTokenizer tokenizer = chat.Tokenizer;
        int count = Math.Min(tokenizer.VocabularySize, vocabulary);
        return new(new TokenVocabulary(Enumerable.Range(0, count).Select(tokenizer.TokenBytes), chat.EndIds), tokenizer.EncodeContinued);
    }

    private TokenConstraint? Constraint(ChatResponseFormat? format) => format switch
    {
        null or ChatResponseFormatText => null,
        ChatResponseFormatJson { Schema: { } schema } => _grammar.Value.Schema(schema),
        ChatResponseFormatJson => _grammar.Value.AnyObject(),
        _ => throw new NotSupportedException($"The response format {format.GetType().Name} is unknown; text and JSON are supported."),
    };
}
