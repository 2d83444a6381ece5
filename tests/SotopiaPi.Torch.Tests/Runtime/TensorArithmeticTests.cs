using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
public class TensorArithmeticTests
{
    [Test]
    public void The_operators_compute_what_their_signs_say()
    {
        using var scope = NewDisposeScope();
        Tensor left = tensor([1f, 2f]), right = tensor([10f, 20f]);
        Assert.That(left.Plus(right).data<float>().ToArray(), Is.EqualTo(new[] { 11f, 22f }));
        Assert.That(left.Times(0.5).data<float>().ToArray(), Is.EqualTo(new[] { 0.5f, 1f }));
        Assert.That(left.Plus(0.5).data<float>().ToArray(), Is.EqualTo(new[] { 1.5f, 2.5f }));
        Assert.That(right.Over(4).data<float>().ToArray(), Is.EqualTo(new[] { 2.5f, 5f }));
        left.PlusInPlace(right);
        Assert.That(left.data<float>().ToArray(), Is.EqualTo(new[] { 11f, 22f }));
        left.TimesInPlace(2);
        Assert.That(left.data<float>().ToArray(), Is.EqualTo(new[] { 22f, 44f }));
        Tensor range = TensorArithmetic.Range(3, ScalarType.Int64, CPU);
        Assert.That(range.data<long>().ToArray(), Is.EqualTo(new[] { 0L, 1L, 2L }));
        Assert.That(range.Below(1).data<bool>().ToArray(), Is.EqualTo(new[] { true, false, false }));
        Assert.That(range.AtLeast(1).data<bool>().ToArray(), Is.EqualTo(new[] { false, true, true }));
        range.FillInPlace(range.Below(1), 7);
        Assert.That(range.data<long>().ToArray(), Is.EqualTo(new[] { 7L, 1L, 2L }));
        range.FillInPlace(5);
        Assert.That(range.sum().Number(), Is.EqualTo(15));
    }

    [Test]
    public void A_collection_in_the_middle_changes_nothing()
    {
        using var stop = new CancellationTokenSource();
        Thread collector = new(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        using var scope = NewDisposeScope();
        Tensor left = ones(64, 128), right = ones(64, 128);
        for (long end = Stopwatch.GetTimestamp() + (2 * Stopwatch.Frequency); Stopwatch.GetTimestamp() < end;)
        {
            using Tensor sum = left.Plus(right);
            using Tensor half = sum.Times(0.5);
            Assert.That(half.data<float>()[0], Is.EqualTo(1));
        }

        stop.Cancel();
        collector.Join();
    }
}
