using TorchSharp;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class NativeLoaderTests
{
    [Test]
    public void Torch_computes_forward_and_backward()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor([1f, 2f, 3f], requires_grad: true);
        (x * x).sum().backward();
        Assert.That(x.grad!.data<float>().ToArray(), Is.EqualTo([2f, 4f, 6f]));
    }

    [Test]
    public void EnsureInstalled_may_be_called_again() => Assert.That(NativeLoader.EnsureInstalled, Throws.Nothing);

    [Test]
    [Platform("Linux")]
    public void A_cache_that_cannot_be_written_is_named_with_the_way_out()
    {
        // Without a package folder TorchSharp does not go on to copy all of libtorch.
        Probe.Outcome outcome = Probe.Run(("XDG_DATA_HOME", "/proc/nowhere"), ("NUGET_PACKAGES", "/proc/nowhere"));
        if (outcome.ExitCode == 0)
        {
            Assert.Ignore("the libstdc++ of this system is new enough: no copy is needed");
        }

        Assert.That(outcome.Output, Does.Contain("'/proc/nowhere/SotopiaPi/native/").And.Contain("Set XDG_DATA_HOME to a writable folder"));
    }
}
