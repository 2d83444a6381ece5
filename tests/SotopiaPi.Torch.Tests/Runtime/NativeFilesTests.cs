namespace SotopiaPi.Torch.Tests;

internal sealed class NativeFilesTests
{
    [Test]
    public void Find_returns_null_for_a_file_that_no_package_brings() => Assert.That(NativeFiles.Find("libnothing.so"), Is.Null);

    [Test]
    public void Require_says_what_brings_the_file() =>
        Assert.That(
            () => NativeFiles.Require("libnothing.so", "the package Nothing"),
            Throws.TypeOf<DllNotFoundException>().With.Message.Contains("found no libnothing.so in '").And.Message.Contains("the package Nothing: add it"));
}
