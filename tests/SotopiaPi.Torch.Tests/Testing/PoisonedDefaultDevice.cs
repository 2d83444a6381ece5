using static TorchSharp.torch;

namespace SotopiaPi.Testing;

/// <summary>
/// Makes <c>meta</c> the default device while it lives, so that tensor code which forgets to name its device makes tensors without data, and
/// raises or ends with one. The default device is the whole process's. It does not see <c>from_array</c>, <c>frombuffer</c>,
/// <c>tril_indices</c>, a written-out <c>CPU</c> or host pointers; <c>pow</c> with a number as base it blames wrongly; <c>randperm</c>
/// without a device ends the process.
/// </summary>
internal readonly struct PoisonedDefaultDevice : IDisposable
{
    private readonly Device _before = get_default_device();

    public PoisonedDefaultDevice() => set_default_device(device("meta"));

    public void Dispose() => set_default_device(_before);
}
