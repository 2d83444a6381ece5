using System.Numerics;

namespace SotopiaPi.Torch;

/// <summary>The tokens that may come next, one bit each.</summary>
internal sealed class TokenMask(int tokens)
{
    private readonly ulong[] _bits = new ulong[(tokens + 63) / 64];

    /// <summary>The number of tokens allowed.</summary>
    public int Count { get; private set; }

    /// <summary>The number of bytes of the longest token allowed.</summary>
    public int LongestBytes { get; private set; }

    public bool this[int token] => token >> 6 < _bits.Length && (_bits[token >> 6] >> (token & 63) & 1) != 0;

    /// <summary>Allows a token whose text has a number of bytes.</summary>
    public void Allow(int token, int bytes)
    {
        Count += this[token] ? 0 : 1;
        _bits[token >> 6] |= 1UL << (token & 63);
        LongestBytes = Math.Max(LongestBytes, bytes);
    }

    /// <summary>Sets the logits of all tokens that are not allowed to minus infinity.</summary>
    /// <param name="logits">One for each token; there may be more logits than tokens.</param>
    public void Apply(Span<float> logits)
    {
        for (int word = 0; word * 64 < logits.Length; word++)
        {
            ulong bits = word < _bits.Length ? _bits[word] : 0;
            Span<float> part = logits.Slice(word * 64, Math.Min(64, logits.Length - (word * 64)));
            if (bits == 0)
            {
                part.Fill(float.NegativeInfinity);
                continue;
            }

            for (ulong forbidden = ~bits; forbidden != 0; forbidden &= forbidden - 1)
            {
                int i = BitOperations.TrailingZeroCount(forbidden);
                if (i >= part.Length)
                {
                    break;
                }

                part[i] = float.NegativeInfinity;
            }
        }
    }
}
