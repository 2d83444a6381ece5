using SotopiaPi.Torch;
using TorchSharp;

/// <summary>Lets all tests of the assembly compute on one thread: their tensors are tiny, and libtorch's threads spin against other processes.</summary>
[SetUpFixture]
internal sealed class OneThread
{
    [OneTimeSetUp]
    public void Set()
    {
        NativeLoader.EnsureInstalled();
        torch.set_num_threads(1);
    }
}
