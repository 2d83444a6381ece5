namespace SotopiaPi.Torch.Tests;

/// <summary>
/// A second decoder, of plain loops over arrays in double precision, one sequence at a time: slow, obvious, and written from the papers
/// rather than from the one under test.
/// </summary>
internal sealed class ScalarDecoder(DecoderConfig config, IReadOnlyDictionary<string, double[]> weights)
{
    public double[][] Logits(long[] ids)
    {
        double[] embedding = weights["model.embed_tokens.weight"];
        double[][] x = [.. ids.Select(id => Row(embedding, id, config.HiddenSize).Select(value => value * config.EmbeddingScale).ToArray())];
        for (int layer = 0; layer < config.Layers.Count; layer++)
        {
            x = Layer(x, layer);
        }

        double[] head = config.TieEmbeddings ? embedding : weights["lm_head.weight"];
        return [.. x.Select(row => Multiply(head, Norm(row, "model.norm"), null).Select(value => Cap(value, config.LogitSoftCap)).ToArray())];
    }

    private double[][] Layer(double[][] x, int layer)
    {
        string path = $"model.layers.{layer}.";
        bool before = config.NormPlacement != NormPlacement.After;
        bool after = config.NormPlacement != NormPlacement.Before;
        double[][] mixed = Attention([.. x.Select(row => before ? Norm(row, path + "input_layernorm") : row)], layer);
        double[][] middle = Add(x, after ? [.. mixed.Select(row => Norm(row, path + "post_attention_layernorm"))] : mixed);
        string innerNorm = path + (config.NormPlacement == NormPlacement.Before ? "post_attention_layernorm" : "pre_feedforward_layernorm");
        double[][] inner = [.. middle.Select(row => Mlp(before ? Norm(row, innerNorm) : row, path + "mlp."))];
        return Add(middle, after ? [.. inner.Select(row => Norm(row, path + "post_feedforward_layernorm"))] : inner);
    }

    private double[][] Attention(double[][] x, int layer)
    {
        string path = $"model.layers.{layer}.self_attn.";
        int size = config.HeadSize;
        double scale = config.AttentionScale ?? (1 / Math.Sqrt(size));
        double[][] q = [.. x.Select((row, t) => Rotate(HeadNorm(Linear(row, path + "q_proj"), path + "q_norm"), t, layer))];
        double[][] k = [.. x.Select((row, t) => Rotate(HeadNorm(Linear(row, path + "k_proj"), path + "k_norm"), t, layer))];
        double[][] v = [.. x.Select(row => Linear(row, path + "v_proj"))];
        int first(int t) => config.Layers[layer].Window is { } window ? Math.Max(0, t - window + 1) : 0;
        return [.. x.Select((_, t) =>
        {
            double[] mixed = new double[config.HeadCount * size];
            for (int head = 0; head < config.HeadCount; head++)
            {
                int shared = head / (config.HeadCount / config.KeyValueHeadCount);
                double[] scores = [.. Enumerable.Range(first(t), t - first(t) + 1).Select(s =>
                    Cap(scale * Enumerable.Range(0, size).Sum(i => q[t][(head * size) + i] * k[s][(shared * size) + i]), config.AttentionSoftCap))];
                double[] weight = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
                for (int i = 0; i < size; i++)
                {
                    mixed[(head * size) + i] = weight.Select((w, s) => w * v[first(t) + s][(shared * size) + i]).Sum() / weight.Sum();
                }
            }

            return Linear(mixed, path + "o_proj");
        })];
    }

    private double[] Mlp(double[] x, string path)
    {
        double[] gate = Linear(x, path + "gate_proj");
        double[] up = Linear(x, path + "up_proj");
        return Linear([.. gate.Zip(up, (g, u) => Activate(g) * u)], path + "down_proj");
    }

    private double Activate(double x) => config.Activation switch
    {
        DecoderActivation.Silu => x / (1 + Math.Exp(-x)),
        DecoderActivation.GeluTanh => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        _ => x / 2 * (1 + Erf(x / Math.Sqrt(2))),
    };

    // The series 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)); the arguments here are small.
    private static double Erf(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 80; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private double[] Rotate(double[] heads, int position, int layer)
    {
        if (config.Layers[layer].Rope is not { } rope)
        {
            return heads;
        }

        int rotating = (int)(config.HeadSize * rope.RotaryFraction);
        double[] result = [.. heads];
        for (int start = 0; start < heads.Length; start += config.HeadSize)
        {
            for (int i = 0; i < rotating / 2; i++)
            {
                double angle = position * Math.Pow(rope.Theta, -2.0 * i / rotating) / (rope.Scaling switch
                {
                    RopeScaling.Linear linear => linear.Factor,
                    RopeScaling.LongRope longRope => longRope.ShortFactors[i],
                    _ => 1,
                });
                double length = rope.Scaling is RopeScaling.LongRope { AttentionFactor: var factor } ? factor : 1;
                var (a, b) = (heads[start + i], heads[start + i + (rotating / 2)]);
                result[start + i] = length * ((a * Math.Cos(angle)) - (b * Math.Sin(angle)));
                result[start + i + (rotating / 2)] = length * ((b * Math.Cos(angle)) + (a * Math.Sin(angle)));
            }
        }

        return result;
    }

    private double[] HeadNorm(double[] heads, string path) => config.QueryKeyNorm switch
    {
        QueryKeyNorm.PerHead => [.. heads.Chunk(config.HeadSize).SelectMany(head => Norm(head, path))],
        QueryKeyNorm.WholeProjection => Norm(heads, path),
        _ => heads,
    };

    private double[] Norm(double[] x, string path)
    {
        double scale = 1 / Math.Sqrt((x.Sum(value => value * value) / x.Length) + config.NormEpsilon);
        double[] weight = weights[path + ".weight"];
        return [.. x.Select((value, i) => value * scale * (weight[i] + (config.NormAddsOne ? 1 : 0)))];
    }

    // Fused projections are their parts, one after another.
    private double[] Linear(double[] x, string path)
    {
        if (weights.TryGetValue(path + ".weight", out double[]? weight))
        {
            return Multiply(weight, x, weights.GetValueOrDefault(path + ".bias"));
        }

        int queries = config.HeadCount * config.HeadSize, keys = config.KeyValueHeadCount * config.HeadSize;
        string part = path[(path.LastIndexOf('.') + 1)..];
        string fused = path[..^part.Length] + (part is "gate_proj" or "up_proj" ? "gate_up_proj" : "qkv_proj");
        var (start, count) = part switch
        {
            "q_proj" => (0, queries),
            "k_proj" => (queries, keys),
            "v_proj" => (queries + keys, keys),
            "gate_proj" => (0, config.IntermediateSize),
            _ => (config.IntermediateSize, config.IntermediateSize),
        };
        return Multiply(weights[fused + ".weight"], x, weights.GetValueOrDefault(fused + ".bias"))[start..(start + count)];
    }

    private static double[] Multiply(double[] matrix, double[] x, double[]? bias) =>
        [.. Enumerable.Range(0, matrix.Length / x.Length).Select(row => (bias?[row] ?? 0) + x.Select((value, i) => value * matrix[(row * x.Length) + i]).Sum())];

    private static double Cap(double value, double? cap) => cap is { } c ? c * Math.Tanh(value / c) : value;

    private static double[] Row(double[] matrix, long row, int width) => matrix[(int)(row * width)..(int)((row + 1) * width)];

    private static double[][] Add(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (p, q) => p + q).ToArray())];
}
