namespace SotopiaPi.Torch;

/// <summary>The filters of sampling: each sets the logits of the tokens that it drops to −∞.</summary>
internal static class LogitFilters
{
    /// <summary>Keeps the logits that are at least the k-th largest.</summary>
    public static void TopK(Span<float> logits, int k)
    {
        if (k < logits.Length)
        {
            Drop(logits, KthLargest(logits, k));
        }
    }

    /// <summary>Drops the least likely tokens as long as they have at most 1 − p of the probability; one stays.</summary>
    public static void TopP(Span<float> logits, float p)
    {
        int first = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits);
        float max = logits[first];
        double dropMass = (1.0 - p) * LogitMath.SumExp(logits, max);

        // Tokens below this share of the mass to drop cannot reach it even all together: they go unsorted.
        float floor = max + (float)Math.Log(Math.Max(dropMass / logits.Length, double.Epsilon));
        var (values, tokens) = (new List<float>(), new List<int>());
        double mass = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            if (logits[token] >= floor)
            {
                values.Add(logits[token]);
                tokens.Add(token);
            }
            else if (!float.IsNegativeInfinity(logits[token]))
            {
                mass += Math.Exp(logits[token] - max);
                logits[token] = float.NegativeInfinity;
            }
        }

        int[] ascending = [.. tokens];
        Array.Sort(values.ToArray(), ascending);
        foreach (int token in ascending)
        {
            mass += Math.Exp(logits[token] - max);
            if (mass > dropMass)
            {
                break;
            }

            logits[token] = float.NegativeInfinity;
        }

        logits[first] = max;
    }

    /// <summary>Keeps the tokens that are at least <paramref name="p"/> times as likely as the most likely one.</summary>
    public static void MinP(Span<float> logits, float p) =>
        Drop(logits, (float)(System.Numerics.Tensors.TensorPrimitives.Max(logits) + Math.Log(p)));

    private static void Drop(Span<float> logits, float below)
    {
        for (int token = 0; token < logits.Length; token++)
        {
            logits[token] = logits[token] < below ? float.NegativeInfinity : logits[token];
        }
    }

    /// <summary>Keeps the k largest seen so far in a heap, the least of them first.</summary>
    private static float KthLargest(ReadOnlySpan<float> logits, int k)
    {
        var heap = new PriorityQueue<float, float>(k);
        float least = float.NegativeInfinity;
        foreach (float logit in logits)
        {
            if (heap.Count < k)
            {
                heap.Enqueue(logit, logit);
                least = heap.Peek();
            }
            else if (logit > least)
            {
                heap.DequeueEnqueue(logit, logit);
                least = heap.Peek();
            }
        }

        return least;
    }
}
