namespace SotopiaPi.Torch.Tests;

internal sealed class TokenSamplerTests
{
    private static readonly float[] s_logits = [.. Enumerable.Range(0, 37).Select(i => MathF.Sin(i * 1.7f) * 2)];

    [TestCase(1f, null, null)]
    [TestCase(0.7f, 12, null)]
    [TestCase(1.4f, null, 0.8f)]
    public void Draws_follow_the_distribution(float temperature, int? topK, float? topP)
    {
        const int Draws = 40_000;
        var settings = new SamplingSettings { Temperature = temperature, TopK = topK, TopP = topP, Seed = 11 };
        float[] processed = [.. s_logits];
        TokenSampler.Process(processed, settings, null);
        double normalizer = LogitMath.LogSumExp(processed);
        int[] counts = new int[s_logits.Length];
        for (int step = 0; step < Draws; step++)
        {
            counts[Draw(settings, step).Token]++;
        }

        double chiSquare = 0;
        for (int token = 0; token < counts.Length; token++)
        {
            double expected = Draws * Math.Exp(processed[token] - normalizer);
            Assert.That(expected > 0 || counts[token] == 0, Is.True, "a dropped token was drawn");
            chiSquare += expected > 0 ? Math.Pow(counts[token] - expected, 2) / expected : 0;
        }

        Assert.That(chiSquare, Is.LessThan(68), "the 0.999 quantile of χ² with 36 degrees of freedom");
    }

    [Test]
    public void Draws_of_different_seeds_are_independent()
    {
        int[] first = [.. Enumerable.Range(0, 2000).Select(step => Draw(new() { Seed = 1 }, step).Token)];
        int[] second = [.. Enumerable.Range(0, 2000).Select(step => Draw(new() { Seed = 2 }, step).Token)];
        double normalizer = LogitMath.LogSumExp(s_logits);
        double chance = s_logits.Sum(x => Math.Exp(2 * (x - normalizer)));
        Assert.That(first.Zip(second).Count(pair => pair.First == pair.Second), Is.EqualTo(2000 * chance).Within(50));
    }

    [Test]
    public void Draw_depends_on_seed_and_step_only()
    {
        DrawnToken[] once = [.. Enumerable.Range(0, 50).Select(step => Draw(new() { Seed = 5 }, step))];
        float[] padded = new float[60];
        for (int step = 0; step < 50; step++)
        {
            s_logits.CopyTo(padded, step % 20);
            Assert.That(TokenSampler.Draw(padded.AsSpan(step % 20, s_logits.Length), new() { Seed = 5 }, null, null, step), Is.EqualTo(once[step]));
        }
    }

    [Test]
    public void Draw_at_temperature_zero_takes_the_first_largest()
    {
        float[] logits = [0, 3, 3, 1];
        Assert.That(TokenSampler.Draw(logits, new() { Temperature = 0 }, null, null, 0).Token, Is.EqualTo(1));
    }

    [TestCase(0f)]
    [TestCase(0.8f)]
    public void LogProbability_is_that_of_the_masked_softmax_at_temperature_one(float temperature)
    {
        var mask = new TokenMask(s_logits.Length);
        int[] allowed = [3, 8, 20];
        Array.ForEach(allowed, token => mask.Allow(token, 1));
        var settings = new SamplingSettings { Temperature = temperature, LogitBias = new Dictionary<int, float> { [8] = 5 } };
        DrawnToken drawn = TokenSampler.Draw(s_logits.ToArray(), settings, null, mask, 3);
        double sum = allowed.Sum(token => Math.Exp(s_logits[token]));
        Assert.That(drawn.LogProbability, Is.EqualTo(s_logits[drawn.Token] - Math.Log(sum)).Within(1e-6));
    }

    [Test]
    public void Bias_and_penalties_change_what_is_drawn()
    {
        var counts = new TokenCounts([0]);
        counts.Add(1);
        counts.Add(1);
        float[] logits = [2, 2, -1, 1];
        TokenSampler.Process(logits, new() { RepetitionPenalty = 2, FrequencyPenalty = 0.5f, PresencePenalty = 0.25f, LogitBias = new Dictionary<int, float> { [3] = 4 } }, counts);
        Assert.That(logits, Is.EqualTo(new[] { 1f, 1 - 1.25f, -1, 5 }));
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void Draw_tells_logits_that_are_no_numbers(float bad)
    {
        float[] logits = [.. s_logits];
        logits[30] = bad;
        Assert.That(TokenSampler.Draw(logits, new(), null, null, 0), Is.EqualTo(DrawnToken.Invalid));
    }

    private static DrawnToken Draw(SamplingSettings settings, int step) => TokenSampler.Draw(s_logits.ToArray(), settings, null, null, step);
}
