using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Applies decoder steps in order and joins what is left.</summary>
internal sealed class ChainDecoder(IReadOnlyList<IDecoderStep> steps) : ITokenDecoder
{
    public string Decode(IReadOnlyList<string> tokens, bool continues)
    {
        List<string> texts = [.. tokens];
        foreach (IDecoderStep step in steps)
        {
            step.Apply(texts, continues);
        }

        return texts.Count == 1 ? texts[0] : string.Concat(texts);
    }

    public byte[] Bytes(string token) =>
        steps.Any(step => step is ByteFallbackStep) && ByteTokens.TryParse(token, out byte value)
            ? [value]
            : Encoding.UTF8.GetBytes(Decode([token], continues: true));
}
