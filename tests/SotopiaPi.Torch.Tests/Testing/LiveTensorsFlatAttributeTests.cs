using System.Runtime.CompilerServices;
using NUnit.Framework.Internal;
using SotopiaPi.Torch;
using TorchSharp;

namespace SotopiaPi.Testing;

internal sealed class LiveTensorsFlatAttributeTests
{
    private static readonly List<torch.Tensor> s_kept = [];

    [Test]
    public void It_passes_when_all_is_disposed() => Assert.That(Outcome(() => torch.zeros(2).Dispose()), Is.Null);

    [Test]
    public void It_passes_a_module_that_is_built_and_disposed() =>
        Assert.That(Outcome(() => torch.nn.Linear(2, 2).Dispose()), Is.Null);

    [Test]
    public void It_finds_a_dropped_tensor() => Assert.That(Outcome(() => _ = torch.zeros(2)), Does.Contain("left to finalizers"));

    [Test]
    public void It_finds_a_tensor_that_a_queue_dropped() =>
        Assert.That(
            Outcome(() => DeviceQueue.For(torch.CPU).RunAsync(() => { _ = torch.zeros(2); }).GetAwaiter().GetResult()),
            Does.Contain("left to finalizers"));

    [Test]
    public void It_finds_a_tensor_that_is_kept()
    {
        Assert.That(Outcome(() => s_kept.Add(torch.zeros(2))), Does.Contain("live tensors after the test"));
        s_kept.ForEach(t => t.Dispose());
    }

    /// <summary>The message of the failed assertion, or <see langword="null"/>.</summary>
    private static string? Outcome(Action body)
    {
        var test = TestExecutionContext.CurrentContext.CurrentTest;
        var attribute = new LiveTensorsFlatAttribute();
        attribute.BeforeTest(test);
        Run(body);
        using (new TestExecutionContext.IsolatedContext())
        {
            try
            {
                attribute.AfterTest(test);
                return null;
            }
            catch (AssertionException e)
            {
                return e.Message;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run(Action body) => body();
}
