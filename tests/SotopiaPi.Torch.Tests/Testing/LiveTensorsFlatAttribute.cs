using NUnit.Framework.Interfaces;
using SotopiaPi.Torch;
using TorchSharp;

namespace SotopiaPi.Testing;

/// <summary>
/// Asserts that a test leaves no tensor to finalizers, whatever thread made it, and, for a synchronous test, that no more tensors are live
/// after it than before. On a fixture it covers each of its tests; tensors made in <c>[OneTimeSetUp]</c> are part of what a test finds.
/// </summary>
/// <remarks>
/// <c>Tensor.TotalCount</c> does not serve: each new <c>Parameter</c> raises it by one for good. The statistics that do are kept
/// per thread: those of the test's thread, of the CPU's shared queue and of the finalizers are added up. An asynchronous test may
/// dispose on any thread of the pool, so only the first assertion holds for it.
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Assembly)]
internal sealed class LiveTensorsFlatAttribute : Attribute, ITestAction
{
    private long _finalized;
    private long _live;

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test) => (_finalized, _live) = Count();

    public void AfterTest(ITest test)
    {
        (long finalized, long live) = Count();
        Assert.That(finalized - _finalized, Is.Zero, "tensors that the test left to finalizers");
        if (test.Method is { } method && !typeof(Task).IsAssignableFrom(method.ReturnType.Type))
        {
            Assert.That(live, Is.LessThanOrEqualTo(_live), "live tensors after the test, against those before it");
        }
    }

    private static (long Finalized, long Live) Count()
    {
        long finalized = FinalizedTensors.Count();
        long queue = DeviceQueue.For(torch.CPU).RunAsync(LiveOfThisThread).GetAwaiter().GetResult();
        return (finalized, LiveOfThisThread() + queue - finalized);
    }

    private static long LiveOfThisThread() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
