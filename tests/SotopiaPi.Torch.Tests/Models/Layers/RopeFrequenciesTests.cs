namespace SotopiaPi.Torch.Tests;

internal sealed class RopeFrequenciesTests
{
    [Test]
    public void Plain_frequencies_fall_from_one_to_almost_one_over_theta() =>
        Assert.That(RopeFrequencies.Compute(new RopeConfig(10000), 8), Is.EqualTo([1, 0.1, 0.01, 0.001]).Within(1e-15));

    [Test]
    public void A_part_of_the_head_rotates_with_its_own_exponent() =>
        Assert.That(RopeFrequencies.Compute(new RopeConfig(10000) { RotaryFraction = 0.5 }, 8), Is.EqualTo([1, 0.01]).Within(1e-15));

    [Test]
    public void Linear_scaling_divides_all() =>
        Assert.That(RopeFrequencies.Compute(new RopeConfig(10000) { Scaling = new RopeScaling.Linear(4) }, 8), Is.EqualTo([0.25, 0.025, 0.0025, 0.00025]).Within(1e-15));

    [Test]
    public void Llama3_keeps_fast_pairs_divides_slow_ones_and_blends_between()
    {
        // Over 64 positions the pairs turn 10.2, 1.02, 0.102 and 0.0102 times.
        double[] scaled = RopeFrequencies.Compute(new RopeConfig(10000) { Scaling = new RopeScaling.Llama3(8, 1, 4, 64) }, 8);
        double kept = ((64 * 0.1 / (2 * Math.PI)) - 1) / 3;
        Assert.That(scaled, Is.EqualTo([1, (0.1 * kept) + (0.1 / 8 * (1 - kept)), 0.01 / 8, 0.001 / 8]).Within(1e-15));
    }

    [Test]
    public void Longrope_divides_each_pair_by_its_own_factor_of_the_list_for_the_length()
    {
        RopeConfig rope = new(10000) { Scaling = new RopeScaling.LongRope([1, 2, 4, 5], [2, 4, 8, 10], 64, 1.2) };
        Assert.That(RopeFrequencies.Compute(rope, 8, 64), Is.EqualTo([1, 0.05, 0.0025, 0.0002]).Within(1e-15));
        Assert.That(RopeFrequencies.Compute(rope, 8, 65), Is.EqualTo([0.5, 0.025, 0.00125, 0.0001]).Within(1e-15));
        Assert.That(RopeFrequencies.AttentionFactor(rope), Is.EqualTo(1.2));
    }

    /// <summary>Values of transformers' yarn rule for theta 10000, 16 dimensions, factor 4, original length 32, worked out by hand.</summary>
    [Test]
    public void Yarn_keeps_pairs_that_turn_often_and_divides_those_that_turn_rarely()
    {
        RopeScaling.Yarn yarn = new(4, 32, 32, 1, 1.1, Truncate: true);
        double[] scaled = RopeFrequencies.Compute(new RopeConfig(10000) { Scaling = yarn }, 16);
        // Pair of 32 turns: 16·ln(32/(64π))/(2 ln 10000) = −1.6 → 0; pair of one turn: 16·ln(32/2π)/(2 ln 10000) = 1.41 → 2.
        double[] plain = RopeFrequencies.Compute(new RopeConfig(10000), 16);
        Assert.That(scaled[0], Is.EqualTo(plain[0]).Within(1e-15));
        Assert.That(scaled[1], Is.EqualTo((plain[1] / 2) + (plain[1] / 8)).Within(1e-15));
        Assert.That(scaled[2..], Is.EqualTo(plain[2..].Select(frequency => frequency / 4)).Within(1e-15));
        Assert.That(RopeFrequencies.AttentionFactor(new RopeConfig(10000) { Scaling = yarn }), Is.EqualTo(1.1));
    }
}
