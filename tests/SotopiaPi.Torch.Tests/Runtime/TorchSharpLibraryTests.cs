namespace SotopiaPi.Torch.Tests;

[Platform("Linux")]
internal sealed class TorchSharpLibraryTests
{
    [Test]
    public void WritePatchedCopy_changes_one_byte_of_the_real_library()
    {
        using var root = new TemporaryFolder();
        string original = NativeFiles.Require(NativeFiles.TorchSharp, "TorchSharp");
        byte[] before = File.ReadAllBytes(original);
        byte[] copy = File.ReadAllBytes(TorchSharpLibrary.WritePatchedCopy(original, root.Path));
        Assert.That(File.ReadAllBytes(original), Is.EqualTo(before));
        Assert.That(copy, Has.Length.EqualTo(before.Length));
        Assert.That(copy.Zip(before).Count(pair => pair.First != pair.Second), Is.EqualTo(1));
    }
}
