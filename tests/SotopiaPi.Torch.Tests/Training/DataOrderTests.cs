namespace SotopiaPi.Torch.Tests;

internal sealed class DataOrderTests
{
    [Test]
    public void Batches_of_an_epoch_hold_every_item_once()
    {
        var order = new DataOrder(5, 10, 4);
        Assert.That(order.StepsPerEpoch, Is.EqualTo(3));
        Assert.That(Enumerable.Range(3, 3).SelectMany(order.Batch), Is.EquivalentTo(Enumerable.Range(0, 10)));
        Assert.That(order.Batch(5), Has.Length.EqualTo(2), "the last batch is short");
    }

    [Test]
    public void Epochs_and_seeds_shuffle_differently()
    {
        var order = new DataOrder(5, 100, 4);
        Assert.That(order.Epoch(1), Is.Not.EqualTo(order.Epoch(0)));
        Assert.That(new DataOrder(6, 100, 4).Epoch(0), Is.Not.EqualTo(order.Epoch(0)));
        Assert.That(new DataOrder(0, 100, 4).Epoch(0), Is.Not.EqualTo(Enumerable.Range(0, 100)));
    }

    [Test]
    public void The_order_is_the_same_in_every_process() =>
        Assert.That(new DataOrder(42, 8, 8).Epoch(0), Is.EqualTo([7, 0, 6, 2, 4, 5, 1, 3]));

    [Test]
    public void Every_item_comes_first_equally_often()
    {
        int[] first = new int[5];
        for (int epoch = 0; epoch < 5000; epoch++)
        {
            first[new DataOrder(1, 5, 5).Epoch(epoch)[0]]++;
        }

        Assert.That(first, Is.All.EqualTo(1000).Within(120), "four standard deviations");
    }
}
