namespace SotopiaPi.Torch.Tests;

internal sealed class PairwiseLogisticTests
{
    [Test]
    public void Loss_is_that_of_the_formula([Values(-3, -0.5, 0, 2)] double margin, [Values(0, 0.1)] double smoothing)
    {
        double sigma = 1 / (1 + Math.Exp(-margin));
        Assert.That(PairwiseLogistic.Loss(margin, smoothing), Is.EqualTo(-((1 - smoothing) * Math.Log(sigma)) - (smoothing * Math.Log(1 - sigma))).Within(1e-12));
    }

    [Test]
    public void Derivative_agrees_with_finite_differences([Values(-40, -3, -0.5, 0, 2, 40)] double margin, [Values(0, 0.1)] double smoothing)
    {
        const double Step = 1e-5;
        double slope = (PairwiseLogistic.Loss(margin + Step, smoothing) - PairwiseLogistic.Loss(margin - Step, smoothing)) / (2 * Step);
        Assert.That(PairwiseLogistic.Derivative(margin, smoothing), Is.EqualTo(slope).Within(1e-8));
    }

    [Test]
    public void Large_margins_do_not_overflow()
    {
        Assert.That((PairwiseLogistic.Loss(-1000, 0), PairwiseLogistic.Derivative(-1000, 0)), Is.EqualTo((1000.0, -1.0)));
        Assert.That((PairwiseLogistic.Loss(1000, 0), PairwiseLogistic.Derivative(1000, 0)), Is.EqualTo((0.0, 0.0)));
    }
}
