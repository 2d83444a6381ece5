namespace SotopiaPi.Tests;

public class IndexPermutationTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(17)]
    [TestCase(1000)]
    public void Every_number_appears_once(long count)
    {
        var permutation = new IndexPermutation(count, seed: 5);
        long[] all = [.. Enumerable.Range(0, (int)count).Select(position => permutation[position])];
        Assert.That(all.Order(), Is.EqualTo(Enumerable.Range(0, (int)count).Select(i => (long)i)));
    }

    [Test]
    public void Another_seed_gives_another_order()
    {
        var one = new IndexPermutation(1000, seed: 1);
        var two = new IndexPermutation(1000, seed: 2);
        Assert.That(Enumerable.Range(0, 1000).Count(position => one[position] == two[position]), Is.LessThan(20));
    }

    [TestCase(-1)]
    [TestCase(10)]
    public void A_position_outside_is_refused(long position) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new IndexPermutation(10, seed: 1)[position]);
}
