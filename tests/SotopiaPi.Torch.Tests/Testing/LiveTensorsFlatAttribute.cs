using NUnit.Framework.Interfaces;
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
        _before = torch.Tensor.TotalCount;
    }

    public void AfterTest(ITest test) =>
        Assert.That(torch.Tensor.TotalCount, Is.LessThanOrEqualTo(_before), "live tensors after the test, against those before it");
}
