namespace SotopiaPi.Torch;

/// <summary>Splits numbers (general category N) from the rest, each digit on its own or each run of digits as one word.</summary>
internal sealed class DigitSplitter(bool individual) : ITextSplitter
{
    public void Split(ReadOnlySpan<char> text, WordEnds ends)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = start;
            bool number = IsNumber(text, start, out int length);
            do
            {
                end += length;
            }
            while (end < text.Length && IsNumber(text, end, out length) == number && !(number && individual));
            ends.Add(end);
            start = end;
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> text, int index, out int length) =>
        CharacterClass.At(text, index, out length) == CharacterClass.Number;
}
