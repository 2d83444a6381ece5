using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>
/// A tokenizer with its chat template: messages to ids for play and for training, so that what is trained is what is asked. Thread-safe.
/// </summary>
/// <remarks>
/// The text of the template is encoded without further special tokens, since it writes them itself; special tokens in it are recognised, also
/// where a message contains one.
/// </remarks>
public sealed partial class ChatTokenizer
{
    private readonly Lazy<IReadOnlyList<int>> _endIds;

    /// <summary>Joins a tokenizer and a template.</summary>
    public ChatTokenizer(HuggingFaceTokenizer tokenizer, ChatTemplate template)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(template);
        (Tokenizer, Template) = (tokenizer, template);
        _endIds = new Lazy<IReadOnlyList<int>>(FindEndIds);
    }

    /// <summary>Gets the tokenizer.</summary>
    public HuggingFaceTokenizer Tokenizer { get; }

    /// <summary>Gets the template.</summary>
    public ChatTemplate Template { get; }

    /// <summary>
    /// Gets the ids at which generation stops: the tokenizer's end tokens, and the token with which the template ends an assistant's turn
    /// where that is another.
    /// </summary>
    public IReadOnlyList<int> EndIds => _endIds.Value;

    /// <summary>Loads tokenizer and template of a model folder.</summary>
    /// <param name="folder">The folder. Without a template, the one of <see cref="DefaultChatTemplates"/> is taken whose tokens the vocabulary has.</param>
    /// <returns>The chat tokenizer.</returns>
    /// <exception cref="TokenizerException">The folder has no usable tokenizer.</exception>
    /// <exception cref="ChatTemplateException">The folder has a faulty chat template, or none and no vocabulary that tells the format.</exception>
    public static ChatTokenizer LoadFolder(string folder)
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.LoadFolder(folder);
        return new ChatTokenizer(tokenizer, ChatTemplate.TryLoadFolder(folder) ?? Recognized(tokenizer) ?? ChatTemplate.LoadFolder(folder));
    }

    /// <summary>Loads the tokenizer and the template of a model.</summary>
    /// <param name="model">A folder in Hugging Face layout, a GGUF file, or the id of a model in the local hub cache (<see cref="HubCache"/>).</param>
    /// <exception cref="CheckpointException">There is no such model, or the file is no GGUF file.</exception>
    /// <exception cref="TokenizerException">There is no usable tokenizer.</exception>
    /// <exception cref="ChatTemplateException">There is no usable chat template.</exception>
    public static ChatTokenizer Load(string model)
    {
        string place = HubCache.Resolve(model);
        if (Directory.Exists(place))
        {
            return LoadFolder(place);
        }

        using GgufFile file = GgufFile.Open(place);
        return FromGguf(file.Metadata);
    }

    /// <summary>Makes the tokenizer and the template of a GGUF file.</summary>
    /// <param name="metadata">The metadata of the file.</param>
    /// <exception cref="TokenizerException">The file has no usable tokenizer.</exception>
    /// <exception cref="ChatTemplateException">The file has no usable chat template.</exception>
    public static ChatTokenizer FromGguf(GgufMetadata metadata) => new(HuggingFaceTokenizer.FromGguf(metadata), ChatTemplate.FromGguf(metadata));

    /// <summary>Encodes what the model is given before it speaks: the messages and the start of its turn.</summary>
    /// <param name="messages">The messages. Read once.</param>
    /// <param name="options">Tools and variables; null for none. The generation prompt is always added, unless the last message is to be continued.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="ChatTemplateException">The template refuses the messages.</exception>
    public int[] EncodePrompt(IEnumerable<ChatMessage> messages, ChatTemplateOptions? options = null) =>
        Tokenizer.Encode(Template.Render(messages, PromptOptions(options)), addSpecialTokens: false);

    /// <summary>
    /// Encodes a prompt with the reply to it, up to and including the token that ends the turn. The reply and that token are learnt.
    /// </summary>
    /// <param name="prompt">The messages before the reply.</param>
    /// <param name="reply">The assistant's text.</param>
    /// <param name="options">Tools and variables, as given to <see cref="EncodePrompt"/>.</param>
    /// <returns>The ids; the first <see cref="ChatExample.PromptLength"/> equal <see cref="EncodePrompt"/> of the prompt.</returns>
    /// <exception cref="ChatTemplateException">
    /// The template writes a finished turn in another way than it prompts for one, so that training would differ from play.
    /// </exception>
    public ChatExample EncodeExample(IReadOnlyList<ChatMessage> prompt, string reply, ChatTemplateOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(reply);
        string promptText = Template.Render(prompt, PromptOptions(options));
        AssistantTurn turn = AssistantTurn.Find(this, prompt, promptText, reply, options);
        int[] promptIds = Tokenizer.Encode(promptText, addSpecialTokens: false);
        int[] whole = Tokenizer.Encode(promptText + turn.Text, addSpecialTokens: false);

        // A token that straddles the end of the prompt cannot be generated after it: the reply is then encoded on its own.
        int[] ids = whole.AsSpan().StartsWith(promptIds) ? whole : [.. promptIds, .. Tokenizer.EncodeContinued(turn.Text)];
        return ChatExample.AfterPrompt(turn.EndId is { } end ? [.. ids, end] : ids, promptIds.Length);
    }

    private IReadOnlyList<int> FindEndIds()
    {
        try
        {
            int end = EncodeExample([new ChatMessage(ChatRole.User, "a")], "b").Ids[^1];
            return Tokenizer.EosIds.Contains(end) ? Tokenizer.EosIds : [.. Tokenizer.EosIds, end];
        }
        catch (ChatTemplateException)
        {
            return Tokenizer.EosIds;        // a template that cannot be trained with can still be played with
        }
    }

    private static ChatTemplate? Recognized(HuggingFaceTokenizer tokenizer) => DefaultChatTemplates.Recognize(tokenizer) is { } name
        ? DefaultChatTemplates.Get(
            name,
            tokenizer.BosId is { } bos ? tokenizer.FindToken(bos) : null,
            tokenizer.EosIds.Count > 0 ? tokenizer.FindToken(tokenizer.EosIds[0]) : null)
        : null;

    private static ChatTemplateOptions PromptOptions(ChatTemplateOptions? options)
    {
        ChatTemplateOptions copy = AssistantTurn.Copy(options);
        copy.AddGenerationPrompt = !copy.ContinueFinalMessage;
        return copy;
    }
}
