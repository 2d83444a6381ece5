using TorchSharp;

namespace SotopiaPi.Torch;

/// <summary>
/// Threads that each run whole passes with single-threaded operations: on a CPU, two passes of half the rows side by side waste less than one
/// pass whose every operation is shared. Use from one thread; dispose it there.
/// </summary>
internal sealed class LaneThreads : IDisposable
{
    private readonly Lane[] _lanes;

    /// <param name="count">The number of threads.</param>
    public LaneThreads(int count)
    {
        int shared = torch.get_num_threads();
        _lanes = [.. Enumerable.Range(0, count).Select(index => new Lane(index))];
        foreach (Lane lane in _lanes)
        {
            lane.Run(() => torch.set_num_threads(1));
        }

        WaitAll();

        // The call above also decides for threads that meet torch later; this one takes that back.
        torch.set_num_threads(shared);
    }

    public int Count => _lanes.Length;

    /// <summary>Runs each work on a thread of its own and waits for all; there are at most as many as threads. Works catch their exceptions.</summary>
    public void Run(IReadOnlyList<Action> works)
    {
        for (int i = 0; i < works.Count; i++)
        {
            _lanes[i].Run(works[i]);
        }

        WaitAll();
    }

    public void Dispose()
    {
        foreach (Lane lane in _lanes)
        {
            lane.Dispose();
        }
    }

    private void WaitAll()
    {
        foreach (Lane lane in _lanes)
        {
            lane.Wait();
        }
    }

    private sealed class Lane : IDisposable
    {
        private readonly SemaphoreSlim _start = new(0);
        private readonly ManualResetEventSlim _done = new(initialState: true);
        private Action? _work;

        public Lane(int index) => new Thread(Loop) { IsBackground = true, Name = $"SotopiaPi lane {index}" }.Start();

        public void Run(Action work)
        {
            _work = work;
            _done.Reset();
            _start.Release();
        }

        public void Wait() => _done.Wait();

        public void Dispose()
        {
            _work = null;
            _start.Release();
        }

        private void Loop()
        {
            for (_start.Wait(); _work is { } work; _start.Wait())
            {
                work();
                _done.Set();
            }

            _start.Dispose();
            _done.Dispose();
        }
    }
}
