namespace SotopiaPi.Torch.Tests;

internal sealed class LibtorchVersionTests
{
    [TestCase(0x020A000000000000UL, "2.10.0")]
    [TestCase(0x020B010000000000UL, "2.11.1")]
    public void Decode_reads_major_minor_and_patch(ulong number, string version) =>
        Assert.That(LibtorchVersion.Decode(number), Is.EqualTo(Version.Parse(version)));

    [TestCase("2.10.0")]
    [TestCase("2.11.1")]
    public void Require_takes_2_10_and_2_11(string version) =>
        Assert.That(() => LibtorchVersion.Require(Version.Parse(version), "/torch/lib"), Throws.Nothing);

    [TestCase("2.9.1")]
    [TestCase("2.12.0")]
    [TestCase("2.13.0")]
    [TestCase("3.10.0")]
    public void Require_refuses_other_versions_by_number(string version) =>
        Assert.That(
            () => LibtorchVersion.Require(Version.Parse(version), "/torch/lib"),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains($"'/torch/lib', which holds PyTorch {version}").And.Message.Contains("2.10 and 2.11"));

    [Test]
    public void Require_refuses_a_library_that_states_no_version() =>
        Assert.That(() => LibtorchVersion.Require(null, "/x"), Throws.TypeOf<NotSupportedException>().With.Message.Contains("states no version"));

    [Test]
    [Platform("Linux")]
    public void Read_asks_the_loaded_library()
    {
        TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
        Assert.That(LibtorchVersion.Read(Libtorch.Loaded()), Is.EqualTo(new Version(2, 10, 0)).Or.EqualTo(new Version(2, 11, 0)));
    }
}
