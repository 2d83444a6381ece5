namespace SotopiaPi.Torch;

/// <summary>Turns space marks into spaces; those of the first token fall away when encoding puts one there.</summary>
internal sealed class MetaspaceStep(string mark, bool dropsFirst) : IDecoderStep
{
    public void Apply(List<string> texts, bool continues)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            string space = i == 0 && !continues && dropsFirst ? "" : " ";
            texts[i] = texts[i].Replace(mark, space, StringComparison.Ordinal);
        }
    }
}
