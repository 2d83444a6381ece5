namespace SotopiaPi.Torch.Tests;

internal sealed class LogitFiltersTests
{
    [Test]
    public void TopP_agrees_with_sorting_everything()
    {
        var random = new Random(4);
        for (int round = 0; round < 200; round++)
        {
            float[] logits = [.. Enumerable.Range(0, 1 + random.Next(80)).Select(_ => (float)(random.NextDouble() * 10))];
            float p = (float)random.NextDouble();
            int[] naive = Naive(logits, p);
            LogitFilters.TopP(logits, p);
            Assert.That(Enumerable.Range(0, logits.Length).Where(i => float.IsFinite(logits[i])), Is.EqualTo(naive));
        }
    }

    [Test]
    public void TopK_keeps_all_that_equal_the_last()
    {
        float[] logits = [1, 5, 3, 3, 2, 3];
        LogitFilters.TopK(logits, 2);
        Assert.That(logits, Is.EqualTo(new[] { float.NegativeInfinity, 5, 3, 3, float.NegativeInfinity, 3 }));
    }

    private static int[] Naive(float[] logits, float p)
    {
        double sum = logits.Sum(x => Math.Exp(x));
        int[] descending = [.. Enumerable.Range(0, logits.Length).OrderByDescending(i => logits[i])];
        var kept = new List<int>();
        for (int i = 0; i < descending.Length; i++)
        {
            double below = descending.Skip(i).Sum(token => Math.Exp(logits[token])) / sum;
            if (i == 0 || below > 1 - (double)p)
            {
                kept.Add(descending[i]);
            }
        }

        return [.. kept.Order()];
    }
}
