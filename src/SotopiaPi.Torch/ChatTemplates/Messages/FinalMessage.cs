namespace SotopiaPi.Torch;

/// <summary>Renders a conversation whose last message is left open: a mark is put at its end and the text is cut there.</summary>
internal static class FinalMessage
{
    private const string Mark = "CONTINUE_FINAL_MESSAGE_TAG ";

    public static ChatRendering RenderOpen(
        IReadOnlyList<JinjaDictionary> messages, Func<IReadOnlyList<JinjaDictionary>, ChatRendering> render, ChatTemplateOptions options)
    {
        if (options.AddGenerationPrompt)
        {
            throw new ChatTemplateException("ContinueFinalMessage and AddGenerationPrompt exclude each other: the last message is either open or ended.");
        }

        if (messages.Count == 0 || !messages[^1].TryGet("content", out object? content) || content is not string text)
        {
            throw new ChatTemplateException("ContinueFinalMessage needs a last message with text.");
        }

        JinjaDictionary opened = new();
        foreach ((object? key, object? value) in messages[^1].Items)
        {
            opened.Set(key, value);
        }

        opened.Set("content", text + Mark);
        ChatRendering rendering = render([.. messages.Take(messages.Count - 1), opened]);
        int end = rendering.Text.LastIndexOf(Mark.TrimEnd(), StringComparison.Ordinal);
        if (end < 0 || !rendering.Text[..end].TrimEnd().EndsWith(text.Trim(), StringComparison.Ordinal))
        {
            throw new ChatTemplateException("The last message cannot be continued: the chat template does not write its text as it is.");
        }

        bool keepsSpace = string.CompareOrdinal(rendering.Text, end, Mark, 0, Mark.Length) == 0;
        string open = keepsSpace ? rendering.Text[..end] : rendering.Text[..end].TrimEnd();
        return new ChatRendering(open, [.. rendering.GenerationSpans
            .Where(span => span.Start.Value < open.Length)
            .Select(span => new Range(span.Start, Math.Min(span.End.Value, open.Length)))]);
    }
}
