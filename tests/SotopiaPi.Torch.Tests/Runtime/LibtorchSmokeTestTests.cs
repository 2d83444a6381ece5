using TorchSharp;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class LibtorchSmokeTestTests
{
    [Test]
    public void Run_passes_on_the_cpu() => Assert.That(() => LibtorchSmokeTest.Run(torch.CPU), Throws.Nothing);

    [TestCase(1.5f)]
    [TestCase(float.NaN)]
    public void Compare_names_the_operator_and_both_results(float found) =>
        Assert.That(
            () => LibtorchSmokeTest.Compare("matmul", [1f], [found], torch.CPU),
            Throws.InvalidOperationException.With.Message.Contains("computes matmul on cpu as [").And.Message.Contains("[1] is right"));

    [Test]
    public void Compare_refuses_another_number_of_values() =>
        Assert.That(() => LibtorchSmokeTest.Compare("matmul", [1f], [1f, 1f], torch.CPU), Throws.InvalidOperationException);
}
