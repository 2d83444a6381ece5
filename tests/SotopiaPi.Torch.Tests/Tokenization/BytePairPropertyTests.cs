namespace SotopiaPi.Torch.Tests;

public class BytePairPropertyTests
{
    [TestCase(60, 1)]
    [TestCase(300, 2)]
    [TestCase(900, 3)]
    public void Ids_equal_a_naive_encoding_of_random_unicode(int merges, int seed)
    {
        NaiveBytePairs naive = new(merges, seed);
        Vocabulary vocabulary = naive.Vocabulary();
        BytePairModel model = new(vocabulary, naive.Table(vocabulary), new ByteSymbols(vocabulary, new UnknownRule(-1, false)), ignoreMerges: false);
        UnicodeTexts.All.Check(text =>
        {
            List<int> ids = [];
            List<int> again = [];
            List<int> ranged = [];
            model.Encode(text, ids);
            model.Encode(text, again);
            model.Encode(text, ranged, []);
            int[] expected = naive.Encode(text);
            return ids.SequenceEqual(expected) && again.SequenceEqual(expected) && ranged.SequenceEqual(expected);
        });
    }

    [TestCase(300, 4)]
    public void Merging_with_and_without_a_heap_gives_the_same(int merges, int seed)
    {
        NaiveBytePairs naive = new(merges, seed);
        Vocabulary vocabulary = naive.Vocabulary();
        MergeTable table = naive.Table(vocabulary);
        UnicodeTexts.All.Check(text =>
        {
            Symbol[] symbols = [.. System.Text.Encoding.UTF8.GetBytes(text).Select(b => new Symbol(vocabulary.Find(ByteAlphabet.Write([b])), 1))];
            Symbol[] other = [.. symbols];
            int count = PairMerger.MergeShort(symbols, table);
            return count == PairMerger.MergeLong(other, table) && symbols.AsSpan(0, count).SequenceEqual(other.AsSpan(0, count));
        });
    }

    [Test]
    public void Text_comes_back_from_its_ids()
    {
        HuggingFaceTokenizer tokenizer = TestChat.ByteTokenizer();
        UnicodeTexts.WellFormed.Check(text => tokenizer.Decode(tokenizer.Encode(text, addSpecialTokens: false)) == text);
    }

    [Test]
    public void Lone_surrogates_come_back_as_replacement_characters()
    {
        HuggingFaceTokenizer tokenizer = TestChat.ByteTokenizer();
        UnicodeTexts.All.Check(text => tokenizer.Decode(tokenizer.Encode(text, addSpecialTokens: false)) == WellFormed.Text(text));
    }

    [Test]
    public void Ranges_cover_the_text_in_order()
    {
        HuggingFaceTokenizer tokenizer = TestChat.ByteTokenizer();
        UnicodeTexts.All.Check(text =>
        {
            int end = 0;
            foreach (var token in tokenizer.EncodeToTokens(text, out string? _))
            {
                (int start, int stop) = (token.Offset.Start.Value, token.Offset.End.Value);
                if (start > end || stop < end || stop <= start)
                {
                    return false;
                }

                end = stop;
            }

            return end == text.Length;
        });
    }

    [Test]
    public void Joined_stream_equals_the_text_at_once()
    {
        HuggingFaceTokenizer tokenizer = TestChat.ByteTokenizer();
        UnicodeTexts.WellFormed.Check(text =>
        {
            StreamingDecoder decoder = tokenizer.CreateStreamingDecoder(skipSpecialTokens: true);
            int[] ids = tokenizer.Encode(text, addSpecialTokens: false);
            return string.Concat(ids.Select(decoder.Append)) + decoder.Flush() == tokenizer.Decode(ids, skipSpecialTokens: true);
        });
    }

    [Test]
    public void Bytes_of_tokens_join_to_the_text()
    {
        HuggingFaceTokenizer tokenizer = TestChat.ByteTokenizer();
        UnicodeTexts.WellFormed.Check(text =>
            System.Text.Encoding.UTF8.GetString([.. tokenizer.Encode(text, false, recognizeSpecialTokens: false).SelectMany(tokenizer.TokenBytes)]) == text);
    }
}
