namespace SotopiaPi.Torch.Tests;

internal sealed class ProportionalCutTests
{
    [TestCase(3000, 1096, 4096, 3000, 1096, TestName = "What fits is kept")]
    [TestCase(6144, 2048, 4096, 3072, 1024, TestName = "Shares are kept")]
    [TestCase(10, 1, 8, 7, 0, TestName = "Shares are rounded down")]
    public void Lengths_follow_the_reference(int prompt, int reply, int cutoff, int keptPrompt, int keptReply) =>
        Assert.That(ProportionalCut.Lengths(prompt, reply, cutoff), Is.EqualTo((keptPrompt, keptReply)));
}
