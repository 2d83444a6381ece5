using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>
/// Starts work on the threads that libtorch computes with on Linux (those of GNU's OpenMP). Between two operators they wait awake for about a
/// millisecond: they begin at once, where a thread of the pool would have to take the core from one that waits.
/// </summary>
internal static unsafe class OpenMp
{
    private static readonly Lazy<nint> s_parallel = new(Find);

    /// <summary>Whether libtorch's threads can be used here.</summary>
    public static bool IsAvailable => s_parallel.Value != 0;

    /// <summary>Runs a function in each thread of a team, of which the caller is one, and returns when all have ended.</summary>
    /// <param name="function">It must not throw.</param>
    /// <param name="argument">What the function gets.</param>
    /// <param name="threads">The number of threads, at least 1.</param>
    public static void Run(delegate* unmanaged<void*, void> function, void* argument, int threads) =>
        ((delegate* unmanaged<delegate* unmanaged<void*, void>, void*, uint, uint, void>)s_parallel.Value)(function, argument, (uint)threads, 0);

    // The library has a name of its own in each package of libtorch; the one that is loaded is the one to use, else there would be two sets of threads.
    private static nint Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        _ = Libtorch.Loaded();
        string[] loaded = [.. File.ReadLines("/proc/self/maps").Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) + 1)..])
            .Where(path => Path.GetFileName(path).StartsWith("libgomp", StringComparison.Ordinal)).Distinct()];
        return loaded is [string only] && NativeLibrary.TryLoad($"/{only}", out nint library) && NativeLibrary.TryGetExport(library, "GOMP_parallel", out nint parallel) ? parallel : 0;
    }
}
