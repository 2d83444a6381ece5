namespace SotopiaPi.Torch.Tests;

/// <summary>Makes small chat tokenizers that need no files: every byte is a token, and a few words merge.</summary>
internal static class TestChat
{
    private const string ChatMlTemplate =
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    public static ChatTokenizer ChatMl() => With(ChatMlTemplate);

    public static ChatTokenizer With(string template) => new(ByteTokenizer(), ChatTemplate.Parse(template));

    public static HuggingFaceTokenizer ByteTokenizer() => HuggingFaceTokenizer.FromTokenizerJson(SmallTokenizers.ByteLevel(), null, "<|im_end|>", "<|im_end|>");
}
