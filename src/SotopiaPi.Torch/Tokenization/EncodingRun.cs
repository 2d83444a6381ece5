namespace SotopiaPi.Torch;

/// <summary>The encoding of one text.</summary>
internal sealed class EncodingRun(EncodingPipeline pipeline, TokenSink sink, EncodingOptions options)
{
    private readonly List<AddedTokenPiece> _pieces = [];
    private readonly WordEnds?[] _ends = new WordEnds?[pipeline.PreTokenizer.Count];

    /// <summary>Adds an added token that was found.</summary>
    public void AddToken(AddedToken token, TextStretch stretch)
    {
        if (sink.TracksRanges)
        {
            sink.Add(token.Id, stretch.Locate(0, stretch.Text.Length), stretch.Text.ToString());
        }
        else
        {
            sink.Ids.Add(token.Id);
        }
    }

    /// <summary>Encodes text between added tokens.</summary>
    public void EncodeSegment(TextStretch stretch)
    {
        if (options.Normalizes)
        {
            foreach (ITextRewriter normalizer in pipeline.Normalizers)
            {
                stretch = stretch.Rewrite(normalizer, sink.TracksRanges);
            }
        }

        _pieces.Clear();
        pipeline.NormalizedTokens.Split(stretch.Text, _pieces, options.RecognizesSpecialTokens);
        foreach (AddedTokenPiece piece in _pieces)
        {
            if (piece.Token is null)
            {
                SplitIntoWords(stretch.Slice(piece.Start, piece.End), 0);
            }
            else
            {
                AddToken(piece.Token, stretch.Slice(piece.Start, piece.End));
            }
        }
    }

    private void SplitIntoWords(TextStretch stretch, int level)
    {
        if (!options.Splits || level == pipeline.PreTokenizer.Count)
        {
            EncodeWord(stretch);
            return;
        }

        PreTokenizerStep step = pipeline.PreTokenizer[level];
        if (step.Rewriter is not null)
        {
            SplitIntoWords(stretch.Rewrite(step.Rewriter, sink.TracksRanges), level + 1);
            return;
        }

        WordEnds ends = _ends[level] ??= new WordEnds();
        ends.Clear();
        step.Splitter!.Split(stretch.Text, ends);
        int start = 0;
        for (int i = 0; i < ends.Count; i++)
        {
            int end = ends.End(i);
            if (!ends.IsDropped(i))
            {
                SplitIntoWords(stretch.Slice(start, end), level + 1);
            }

            start = end;
        }
    }

    private void EncodeWord(TextStretch word)
    {
        if (word.Text.IsEmpty)
        {
            return;
        }

        if (!sink.TracksRanges)
        {
            pipeline.Model.Encode(word.Text, sink.Ids);
            return;
        }

        int first = sink.Ids.Count;
        sink.WordRanges.Clear();
        pipeline.Model.Encode(word.Text, sink.Ids, sink.WordRanges);
        for (int i = 0; i < sink.WordRanges.Count; i++)
        {
            (int start, int end) = sink.WordRanges[i];
            sink.Ranges.Add(word.Locate(start, end));
            sink.Values.Add(pipeline.Model.Value(sink.Ids[first + i], word.Text[start..end]));
        }
    }
}
