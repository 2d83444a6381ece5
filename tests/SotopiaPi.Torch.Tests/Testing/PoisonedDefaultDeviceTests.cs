using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Testing;

[LiveTensorsFlat]
internal sealed class PoisonedDefaultDeviceTests
{
    [Test]
    public void A_forgotten_device_gives_a_tensor_without_data()
    {
        using var scope = NewDisposeScope();
        using var poison = new PoisonedDefaultDevice();
        Assert.That(zeros(2).device_type, Is.EqualTo(DeviceType.META));
        Assert.That(zeros(2, device: CPU).device_type, Is.EqualTo(DeviceType.CPU));
    }

    [Test]
    public void The_default_device_comes_back()
    {
        using (new PoisonedDefaultDevice())
        {
        }

        using var x = zeros(2);
        Assert.That(x.device_type, Is.EqualTo(DeviceType.CPU));
    }
}
