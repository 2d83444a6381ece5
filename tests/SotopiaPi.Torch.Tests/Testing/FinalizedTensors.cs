using System.Runtime.CompilerServices;
using TorchSharp;

namespace SotopiaPi.Testing;

/// <summary>Counts the tensors that nobody disposed and that the garbage collector has found.</summary>
internal static class FinalizedTensors
{
    private static long s_count;

    /// <summary>The number since the process began; collects garbage first.</summary>
    public static long Count()
    {
        Collect(GC.MaxGeneration);
        DropProbe();
        Collect(generation: 0);
        return Interlocked.Read(ref s_count);
    }

    private static void Collect(int generation)
    {
        GC.Collect(generation);
        GC.WaitForPendingFinalizers();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DropProbe() => _ = new Probe();

    /// <summary>TorchSharp counts per thread: only a finalizer sees the count of the finalizers' thread.</summary>
    private sealed class Probe
    {
        ~Probe() => Interlocked.Exchange(ref s_count, -DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
