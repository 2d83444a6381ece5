using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Shares numbered pieces of work out to as many threads as torch computes with here, each taking the next piece when it has ended one: libtorch's own
/// threads where they can be used (<see cref="OpenMp"/>), those of the pool elsewhere.
/// </summary>
internal static unsafe class ThreadTeam
{
    /// <summary>Does every piece once.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="work">What to do with a piece; called on several threads at once.</param>
    /// <param name="isWorthSharing">False where there is so little to do that the caller alone is sooner ready.</param>
    /// <remarks>Where a piece fails its exception is thrown, once all threads have ended; what was not begun is left.</remarks>
    public static void For(int count, Action<int> work, bool isWorthSharing = true) => For(count, static () => (object?)null, (_, piece) => work(piece), static _ => { }, isWorthSharing);

    /// <summary>Does every piece once, with something that each thread makes for itself.</summary>
    /// <param name="count">The number of pieces.</param>
    /// <param name="begin">Makes what a thread works with, before its first piece.</param>
    /// <param name="work">What to do with a piece; called on several threads at once.</param>
    /// <param name="end">Called with what <paramref name="begin"/> gave, also after a failure.</param>
    /// <param name="isWorthSharing">False where there is so little to do that the caller alone is sooner ready.</param>
    /// <remarks>Where a piece fails its exception is thrown, once all threads have ended; what was not begun is left.</remarks>
    public static void For<T>(int count, Func<T> begin, Action<T, int> work, Action<T> end, bool isWorthSharing = true)
    {
        int threads = isWorthSharing ? Math.Min(get_num_threads(), count) : 1;
        Pieces<T> pieces = new(count, begin, work, end);
        if (threads <= 1)
        {
            pieces.Run();
        }
        else if (OpenMp.IsAvailable)
        {
            Run(pieces, threads);
        }
        else
        {
            _ = Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => pieces.Run());
        }

        pieces.ThrowIfFailed();
    }

    private static void Run(IPieces pieces, int threads)
    {
        OpenMp.Run(&Member, Unsafe.AsPointer(ref pieces), threads);                      // a place on this stack, which outlives the call
    }

    [UnmanagedCallersOnly]
    private static void Member(void* pieces) => Unsafe.AsRef<IPieces>(pieces).Run();

    private interface IPieces
    {
        /// <summary>Takes pieces until there are none. Never throws: native code lies between it and whoever could catch.</summary>
        void Run();
    }

    private sealed class Pieces<T>(int count, Func<T> begin, Action<T, int> work, Action<T> end) : IPieces
    {
        private int _taken;
        private ExceptionDispatchInfo? _failure;

        public void Run()
        {
            try
            {
                T own = begin();
                try
                {
                    for (int piece = Interlocked.Increment(ref _taken) - 1; piece < count; piece = Interlocked.Increment(ref _taken) - 1)
                    {
                        work(own, piece);
                    }
                }
                finally
                {
                    end(own);
                }
            }
            catch (Exception failure)
            {
                _failure ??= ExceptionDispatchInfo.Capture(failure);
                _taken = count;                                                         // the rest is left
            }
        }

        public void ThrowIfFailed() => _failure?.Throw();
    }
}
