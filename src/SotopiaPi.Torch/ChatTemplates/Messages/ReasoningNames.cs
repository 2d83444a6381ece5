namespace SotopiaPi.Torch;

/// <summary>
/// Templates read a reasoning text under different names. The first of <c>reasoning_content</c>, <c>thinking</c> and <c>reasoning</c> that is
/// there serves under the first name, and under the second where that is missing, as in the reference.
/// </summary>
internal static class ReasoningNames
{
    private static readonly string[] s_names = ["reasoning_content", "thinking", "reasoning"];

    public static JinjaDictionary Fill(JinjaDictionary message)
    {
        object? text = s_names.Select(name => message.TryGet(name, out object? value) ? value : null).FirstOrDefault(value => value is not null);
        if (text is null)
        {
            return message;
        }

        JinjaDictionary filled = new();
        foreach ((object? key, object? value) in message.Items)
        {
            filled.Set(key, value);
        }

        filled.Set("reasoning_content", text);
        if (!filled.TryGet("thinking", out _))
        {
            filled.Set("thinking", text);
        }

        return filled;
    }
}
