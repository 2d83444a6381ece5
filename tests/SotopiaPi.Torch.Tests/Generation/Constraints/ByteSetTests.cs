namespace SotopiaPi.Torch.Tests;

internal sealed class ByteSetTests
{
    [Test]
    public void Contains_exactly_the_bytes_of_ranges_and_texts()
    {
        ByteSet set = ByteSet.Range(0x40, 0x81) | ByteSet.Of([0, 255, 63]);
        byte[] found = [.. Enumerable.Range(0, 256).Select(i => (byte)i).Where(set.Contains)];
        Assert.That(found, Is.EqualTo(new[] { 0, 63 }.Concat(Enumerable.Range(0x40, 0x42)).Append(255).Select(i => (byte)i)));
    }

    [Test]
    public void Classes_separate_only_what_a_set_separates()
    {
        var classes = ByteSet.Classes([ByteSet.Range(10, 20), ByteSet.Range(15, 30)], out int count);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(count, Is.EqualTo(4));
            Assert.That((classes[9], classes[10], classes[15], classes[21]), Is.EqualTo((classes[31], classes[14], classes[20], classes[30])));
            Assert.That(new[] { classes[0], classes[10], classes[15], classes[21] }, Is.Unique);
        }
    }

    [Test]
    public void Classes_of_all_single_bytes_are_256()
    {
        ByteSet.Classes(Enumerable.Range(0, 256).Select(i => ByteSet.Range((byte)i, (byte)i)), out int count);
        Assert.That(count, Is.EqualTo(256));
    }
}
