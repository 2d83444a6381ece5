namespace SotopiaPi.Torch;

/// <summary>Thrown when a prompt leaves no room for a reply: in the model's context, or in the memory for keys and values.</summary>
public sealed class ContextLengthException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="promptTokens">The length of the prompt, in tokens.</param>
    /// <param name="maxTokens">How many tokens prompt and reply may have together.</param>
    /// <param name="message">What was found, wanted, and what to do.</param>
    public ContextLengthException(int promptTokens, int maxTokens, string message) : base(message) =>
        (PromptTokens, MaxTokens) = (promptTokens, maxTokens);

    /// <summary>Gets the length of the prompt, in tokens.</summary>
    public int PromptTokens { get; }

    /// <summary>Gets how many tokens prompt and reply may have together.</summary>
    public int MaxTokens { get; }
}
