namespace SotopiaPi.Torch;

/// <summary>Refuses requests that cannot be served, before they share a batch with others.</summary>
internal static class RequestCheck
{
    /// <param name="request">The request.</param>
    /// <param name="vocabulary">The number of token ids.</param>
    /// <param name="memoryTokens">The number of tokens for which there is memory.</param>
    public static void Check(GenerationRequest request, int vocabulary, int memoryTokens)
    {
        if (request.Prompt.Count == 0)
        {
            throw new ArgumentException("The prompt is empty: there must be a token to continue.", nameof(request));
        }

        foreach (int token in request.Prompt)
        {
            if (token < 0 || token >= vocabulary)
            {
                throw new ArgumentException($"The prompt holds the token id {token}; the model has the ids 0 to {vocabulary - 1}. Tokenizer and model do not belong together.", nameof(request));
            }
        }

        int prompt = request.Prompt.Count;
        int context = request.Decoder.Positions;
        if (prompt >= context)
        {
            throw new ContextLengthException(prompt, context, $"The prompt has {prompt} tokens, and the model's context holds {context} for prompt and reply. Shorten the history.");
        }

        if (prompt >= memoryTokens)
        {
            throw new ContextLengthException(prompt, memoryTokens, $"The prompt has {prompt} tokens, and the memory for keys and values holds {memoryTokens} for prompt and reply. Raise its budget.");
        }
    }
}
