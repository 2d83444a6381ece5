using NUnit.Framework.Interfaces;
using SotopiaPi.Torch;
using TorchSharp;

namespace SotopiaPi.Testing;

/// <summary>
/// Asserts that a test leaves no more live tensors than it found, over all threads. On a fixture it covers each of its tests; tensors
/// made in <c>[OneTimeSetUp]</c> are part of what the test finds.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Assembly)]
internal sealed class LiveTensorsFlatAttribute : Attribute, ITestAction
{
    private long _before;

    public ActionTargets Targets => ActionTargets.Test;

    public void BeforeTest(ITest test)
    {
        // What earlier tests left to finalizers must not hide what this one leaves.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _before = Live();
    }

    public void AfterTest(ITest test) =>
        Assert.That(Live(), Is.LessThanOrEqualTo(_before), "live tensors after the test, against those before it");

    private static long Live() => torch.Tensor.TotalCount - Parameters.Made;
}
