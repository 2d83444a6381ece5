using System.Buffers;
using System.Numerics.Tensors;

namespace SotopiaPi.Torch;

/// <summary>A token drawn, and log p of it at temperature 1 under the mask, before penalties and filters. The token is −1 if the logits are not numbers.</summary>
internal readonly record struct DrawnToken(int Token, float LogProbability)
{
    public static DrawnToken Invalid { get; } = new(-1, float.NaN);
}

/// <summary>
/// Draws the next token of one row: mask, penalties, bias, temperature, top-k, top-p, min-p, then the largest logit plus noise
/// (a draw from the softmax). The result depends on the arguments alone, to the bit.
/// </summary>
internal static class TokenSampler
{
    /// <param name="logits">[V]; overwritten.</param>
    /// <param name="settings">How to draw.</param>
    /// <param name="counts">What occurred so far; needed with penalties only.</param>
    /// <param name="mask">What may come next; null for any token.</param>
    /// <param name="step">The number of tokens drawn before.</param>
    public static DrawnToken Draw(Span<float> logits, SamplingSettings settings, TokenCounts? counts, TokenMask? mask, int step)
    {
        mask?.Apply(logits);
        double normalizer = LogitMath.LogSumExp(logits);
        if (!double.IsFinite(normalizer))
        {
            return DrawnToken.Invalid;
        }

        if (settings is { HasPenalties: false, LogitBias.Count: 0, Temperature: 1 or 0, TopK: null, TopP: null, MinP: null })
        {
            int best = settings.Temperature == 0 ? TensorPrimitives.IndexOfMax(logits) : LogitMath.DrawIndex(logits, new(settings.Seed, (ulong)step));
            return new(best, (float)(logits[best] - normalizer));
        }

        float[] plain = ArrayPool<float>.Shared.Rent(logits.Length);
        logits.CopyTo(plain);
        int token = DrawChanged(logits, settings, counts, step);
        float logit = plain[token];
        ArrayPool<float>.Shared.Return(plain);
        return new(token, (float)(logit - normalizer));
    }

    /// <summary>Turns logits into what a token is drawn from: those of dropped tokens are −∞.</summary>
    public static void Process(Span<float> logits, SamplingSettings settings, TokenCounts? counts)
    {
        Shift(logits, settings, counts);
        TensorPrimitives.Divide(logits, settings.Temperature, logits);
        if (settings.TopK is { } k)
        {
            LogitFilters.TopK(logits, k);
        }

        if (settings.TopP is { } p && p < 1)
        {
            LogitFilters.TopP(logits, p);
        }

        if (settings.MinP is { } share && share > 0)
        {
            LogitFilters.MinP(logits, share);
        }
    }

    private static int DrawChanged(Span<float> logits, SamplingSettings settings, TokenCounts? counts, int step)
    {
        if (settings.Temperature == 0)
        {
            Shift(logits, settings, counts);
            return TensorPrimitives.IndexOfMax(logits);
        }

        Process(logits, settings, counts);
        return LogitMath.DrawIndex(logits, new(settings.Seed, (ulong)step));
    }

    private static void Shift(Span<float> logits, SamplingSettings settings, TokenCounts? counts)
    {
        if (settings.HasPenalties)
        {
            counts?.Penalize(logits, settings);
        }

        foreach (var (token, bias) in settings.LogitBias)
        {
            logits[token] += bias;
        }
    }
}
