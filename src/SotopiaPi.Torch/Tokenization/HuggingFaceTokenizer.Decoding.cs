using System.Buffers;

namespace SotopiaPi.Torch;

public sealed partial class HuggingFaceTokenizer
{
    /// <summary>Decodes ids.</summary>
    /// <param name="ids">The ids. Those without a token are left out.</param>
    /// <param name="skipSpecialTokens">Whether to leave special tokens out.</param>
    /// <returns>The text. Bytes that are not UTF-8 become U+FFFD.</returns>
    public string Decode(IEnumerable<int> ids, bool skipSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(ids);
        List<string> tokens = [];
        foreach (int id in ids)
        {
            if (ShownToken(id, skipSpecialTokens) is { } token)
            {
                tokens.Add(token);
            }
        }

        return Decoder.Decode(tokens, continues: false);
    }

    /// <summary>Decodes ids, special tokens included.</summary>
    /// <param name="ids">The ids. Those without a token are left out.</param>
    /// <returns>The text.</returns>
    public override string Decode(IEnumerable<int> ids) => Decode(ids, skipSpecialTokens: false);

    /// <inheritdoc/>
    /// <remarks>Either the whole text fits, or nothing is consumed.</remarks>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        int[] all = [.. ids];
        string text = Decode(all);
        bool fits = text.AsSpan().TryCopyTo(destination);
        (idsConsumed, charsWritten) = fits ? (all.Length, text.Length) : (0, 0);
        return fits ? OperationStatus.Done : OperationStatus.DestinationTooSmall;
    }

    /// <summary>Makes a decoder for ids that arrive one at a time.</summary>
    /// <param name="skipSpecialTokens">Whether to leave special tokens out.</param>
    /// <returns>A decoder for one stream.</returns>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecialTokens) => new(this, skipSpecialTokens);
}
