namespace SotopiaPi.Torch;

/// <summary>Replaces a literal text in each token.</summary>
internal sealed class ReplaceStep(string pattern, string content) : IDecoderStep
{
    public void Apply(List<string> texts, bool continues)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            texts[i] = texts[i].Replace(pattern, content, StringComparison.Ordinal);
        }
    }
}

/// <summary>Joins all tokens into one text.</summary>
internal sealed class FuseStep : IDecoderStep
{
    public void Apply(List<string> texts, bool continues)
    {
        if (texts.Count > 1)
        {
            string joined = string.Concat(texts);
            texts.Clear();
            texts.Add(joined);
        }
    }
}
