using System.Numerics;

namespace SotopiaPi.Torch;

/// <summary>
/// Standard Gumbel noise that is a function of (seed, step, token) alone, so that a draw depends on nothing else. The largest of logit + noise is a
/// draw from the softmax of the logits. Two rounds of an integer hash make 32 random bits for each token.
/// </summary>
internal readonly struct CounterNoise
{
    private readonly uint _first;
    private readonly uint _second;

    public CounterNoise(ulong seed, ulong step)
    {
        ulong key = Mix(Mix(seed) + step);
        (_first, _second) = ((uint)key, (uint)(key >> 32));
    }

    /// <summary>The noise of as many tokens as a vector has places, from <paramref name="firstToken"/> on.</summary>
    public Vector<float> At(int firstToken)
    {
        Vector<uint> token = Vector<uint>.Indices + new Vector<uint>((uint)firstToken);
        Vector<uint> bits = Mix(Mix(token ^ new Vector<uint>(_first)) + new Vector<uint>(_second));

        // u in (0, 1] with fine steps near 0, where the noise is large: there −log(1 − u) comes from its series.
        Vector<float> u = (Vector.ConvertToSingle(bits) + new Vector<float>(0.5f)) * new Vector<float>(1f / 4294967296f);
        Vector<float> series = u * (Vector<float>.One + (u * (new Vector<float>(0.5f) + (u * new Vector<float>(1f / 3)))));
        Vector<float> exponential = Vector.ConditionalSelect(
            Vector.LessThan(u, new Vector<float>(0.01f)), series, -Vector.Log(Vector<float>.One - u));
        return -Vector.Log(exponential);
    }

    /// <summary>A bijection of 32 bits that flips about half of them when one is flipped.</summary>
    private static Vector<uint> Mix(Vector<uint> x)
    {
        x = (x ^ Vector.ShiftRightLogical(x, 16)) * new Vector<uint>(0x7FEB352Du);
        x = (x ^ Vector.ShiftRightLogical(x, 15)) * new Vector<uint>(0x846CA68Bu);
        return x ^ Vector.ShiftRightLogical(x, 16);
    }

    /// <summary>The output function of SplitMix64 (doi:10.1145/2660193.2660195).</summary>
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15UL;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }
}
