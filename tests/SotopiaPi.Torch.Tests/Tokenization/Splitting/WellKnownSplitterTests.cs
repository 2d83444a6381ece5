namespace SotopiaPi.Torch.Tests;

/// <summary>Hand-written splitters against the regular expressions they stand for.</summary>
public class WellKnownSplitterTests
{
    [TestCase(Gpt2Splitter.Pattern)]
    [TestCase(Llama3Splitter.Llama3Pattern)]
    [TestCase(Llama3Splitter.Qwen2Pattern)]
    public void Splits_where_the_pattern_does(string pattern)
    {
        ITextSplitter written = SplitReader.WellKnown(pattern)!;
        RegexSplitter regex = new(pattern, SplitBehavior.Isolated);
        UnicodeTexts.All.Check(text => Ends(written, text).SequenceEqual(Ends(regex, text)), 5000);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Digits_split_where_the_pattern_does(bool individual)
    {
        RegexSplitter regex = new(individual ? @"\p{N}" : @"\p{N}+", SplitBehavior.Isolated);
        UnicodeTexts.All.Check(text => Ends(new DigitSplitter(individual), text).SequenceEqual(Ends(regex, text)));
    }

    [Test]
    public void Literal_splits_where_the_pattern_does([Values] bool invert)
    {
        foreach (SplitBehavior behavior in Enum.GetValues<SplitBehavior>())
        {
            LiteralSplitter literal = new("  ", behavior, invert);
            RegexSplitter regex = new("  ", behavior, invert);
            UnicodeTexts.All.Check(text => Ends(literal, text).SequenceEqual(Ends(regex, text)), 300);
        }
    }

    [TestCase(nameof(SplitBehavior.Isolated), "a|-|-|b|-")]
    [TestCase(nameof(SplitBehavior.Contiguous), "a|--|b|-")]
    [TestCase(nameof(SplitBehavior.MergedWithPrevious), "a-|-|b-")]
    [TestCase(nameof(SplitBehavior.MergedWithNext), "a|-|-b|-")]
    [TestCase(nameof(SplitBehavior.Removed), "a|b")]
    public void Behaviours_join_matches_as_the_reference_does(string behavior, string expected)
    {
        const string text = "a--b-";
        WordEnds ends = new();
        new LiteralSplitter("-", Enum.Parse<SplitBehavior>(behavior)).Split(text, ends);
        List<string> words = [];
        for (int i = 0; i < ends.Count; i++)
        {
            int start = i == 0 ? 0 : ends.End(i - 1);
            if (!ends.IsDropped(i))
            {
                words.Add(text[start..ends.End(i)]);
            }
        }

        Assert.That(string.Join('|', words), Is.EqualTo(expected));
    }

    private static int[] Ends(ITextSplitter splitter, string text)
    {
        WordEnds ends = new();
        splitter.Split(text, ends);
        return [.. Enumerable.Range(0, ends.Count).Select(i => ends.IsDropped(i) ? -ends.End(i) : ends.End(i))];
    }
}
