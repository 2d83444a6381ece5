using Microsoft.ML.Tokenizers;

namespace SotopiaPi.Torch;

public sealed partial class HuggingFaceTokenizer
{
    /// <summary>Encodes a text.</summary>
    /// <param name="text">The text. Special tokens written in it are recognised.</param>
    /// <param name="addSpecialTokens">Whether to put the tokens of the post-processor around it, e.g. a beginning-of-text token.</param>
    /// <returns>The ids.</returns>
    public int[] Encode(string text, bool addSpecialTokens) => Encode(text, addSpecialTokens, recognizeSpecialTokens: true);

    /// <summary>Encodes a text whose special tokens are to be recognised or not.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether to put the tokens of the post-processor around it.</param>
    /// <param name="recognizeSpecialTokens">
    /// Whether special tokens written in the text become those tokens. With false they are encoded like any other text, so that what a user
    /// wrote cannot end a turn or begin one.
    /// </param>
    /// <returns>The ids.</returns>
    public int[] Encode(string text, bool addSpecialTokens, bool recognizeSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        TokenSink sink = new(tracksRanges: false);
        if (addSpecialTokens)
        {
            sink.Ids.AddRange(_postProcessor.Prefix);
        }

        _pipeline.Encode(text, sink, EncodingOptions.Default with { RecognizesSpecialTokens = recognizeSpecialTokens });
        if (addSpecialTokens)
        {
            sink.Ids.AddRange(_postProcessor.Suffix);
        }

        return [.. sink.Ids];
    }

    /// <summary>Encodes text that continues earlier text: no prefix space or mark is put before it, and no special tokens around it.</summary>
    internal int[] EncodeContinued(string text)
    {
        TokenSink sink = new(tracksRanges: false);
        _pipeline.Encode(text, sink, EncodingOptions.Default with { Place = TextPlace.Continued });
        return [.. sink.Ids];
    }

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        ReadOnlySpan<char> source = text is null ? textSpan : text;
        if (settings.MaxTokenCount < int.MaxValue)
        {
            EncodeResults<EncodedToken> tokens = EncodeToTokens(text, textSpan, settings);
            return new EncodeResults<int> { Tokens = [.. tokens.Tokens.Select(token => token.Id)], CharsConsumed = tokens.CharsConsumed };
        }

        TokenSink sink = new(tracksRanges: false);
        _pipeline.Encode(source, sink, Options(settings));
        return new EncodeResults<int> { Tokens = sink.Ids, CharsConsumed = source.Length };
    }

    /// <inheritdoc/>
    /// <remarks>The range of each token refers to the text as given, in UTF-16 units.</remarks>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        ReadOnlySpan<char> source = text is null ? textSpan : text;
        TokenSink sink = new(tracksRanges: true);
        _pipeline.Encode(source, sink, Options(settings));
        int count = Math.Min(sink.Ids.Count, Math.Max(settings.MaxTokenCount, 0));
        EncodedToken[] tokens = new EncodedToken[count];
        for (int i = 0; i < count; i++)
        {
            (int start, int end) = _postProcessor.TrimsRanges
                ? _postProcessor.Trim(i, sink.Values[i], sink.Ranges[i], source)
                : sink.Ranges[i];
            tokens[i] = new EncodedToken(sink.Ids[i], sink.Values[i], new Range(start, end));
        }

        return new EncodeResults<EncodedToken>
        {
            Tokens = tokens,
            CharsConsumed = count == sink.Ids.Count ? source.Length : count == 0 ? 0 : sink.Ranges[count - 1].End,
        };
    }

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings) =>
        EncodeToIds(text, textSpan, settings).Tokens.Count;

    /// <inheritdoc/>
    protected override int GetIndexByTokenCount(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, bool fromEnd, out string? normalizedText, out int tokenCount)
    {
        normalizedText = null;
        ReadOnlySpan<char> source = text is null ? textSpan : text;
        EncodeSettings all = new()
        {
            ConsiderNormalization = settings.ConsiderNormalization,
            ConsiderPreTokenization = settings.ConsiderPreTokenization,
            MaxTokenCount = int.MaxValue,
        };
        IReadOnlyList<EncodedToken> tokens = EncodeToTokens(text, textSpan, all).Tokens;
        tokenCount = Math.Min(settings.MaxTokenCount, tokens.Count);
        return tokenCount == tokens.Count ? (fromEnd ? 0 : source.Length)
            : fromEnd ? tokens[tokens.Count - tokenCount].Offset.Start.Value
            : tokenCount == 0 ? 0 : tokens[tokenCount - 1].Offset.End.Value;
    }

    private static EncodingOptions Options(EncodeSettings settings) => EncodingOptions.Default with
    {
        Normalizes = settings.ConsiderNormalization,
        Splits = settings.ConsiderPreTokenization,
    };
}
