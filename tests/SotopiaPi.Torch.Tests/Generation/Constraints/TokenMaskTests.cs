namespace SotopiaPi.Torch.Tests;

internal sealed class TokenMaskTests
{
    [TestCase(130, 130)]
    [TestCase(130, 200)]
    [TestCase(130, 100)]
    public void Apply_keeps_only_allowed_logits(int tokens, int logits)
    {
        var mask = new TokenMask(tokens);
        int[] allowed = [2, 63, 64, 99, 129];
        foreach (int token in allowed)
        {
            mask.Allow(token, 1);
        }

        float[] values = [.. Enumerable.Repeat(1f, logits)];
        mask.Apply(values);
        Assert.That(Enumerable.Range(0, logits).Where(i => values[i] == 1f), Is.EqualTo(allowed.Where(i => i < logits)));
    }
}
