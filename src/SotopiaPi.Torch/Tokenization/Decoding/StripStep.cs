namespace SotopiaPi.Torch;

/// <summary>Removes up to a number of characters at the start and the end of each text that is left.</summary>
/// <param name="character">The character that is removed.</param>
/// <param name="start">How many at the start.</param>
/// <param name="stop">How many at the end.</param>
/// <param name="wholeText">Whether the tokens were joined before, so that the start of a continued text is no start.</param>
internal sealed class StripStep(char character, int start, int stop, bool wholeText) : IDecoderStep
{
    public void Apply(List<string> texts, bool continues)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            string text = texts[i];
            int from = 0;
            int limit = continues && wholeText ? 0 : start;
            while (from < text.Length && from < limit && text[from] == character)
            {
                from++;
            }

            int to = text.Length;
            while (to > from && text.Length - to < stop && text[to - 1] == character)
            {
                to--;
            }

            texts[i] = text[from..to];
        }
    }
}
