namespace SotopiaPi.Torch.Tests;

internal sealed class PaddedGroupTests
{
    [Test]
    public void Sequences_of_similar_length_share_a_group()
    {
        IReadOnlyList<PaddedGroup> groups = PaddedGroup.Partition([100, 12, 81, 10, 79, 9]);
        Assert.That(groups.Select(group => (group.Count, group.Length)), Is.EqualTo([(2, 100L), (1, 79L), (2, 12L), (1, 9L)]));
    }

    [Test]
    public void Equal_lengths_need_no_padding()
    {
        IReadOnlyList<PaddedGroup> groups = PaddedGroup.Partition([7, 7, 7]);
        Assert.That(groups, Has.Count.EqualTo(1));
        Assert.That(groups[0].IsEven);
    }
}
