using System.Diagnostics;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Adds up what is done of the whole run. Each stage has a weight, roughly its seconds, so that the time left can be told early.</summary>
internal sealed class RunProgress : IProgress<PipelineProgress>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Unit, string Stage), double> _weights;
    private readonly Dictionary<(string Unit, string Stage), double> _done = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private double _resumed;

    public RunProgress(IReadOnlyDictionary<(string Unit, string Stage), double> weights) => _weights = new(weights);

    /// <summary>What was reported last; null before the first report.</summary>
    public PipelineProgress? Latest { get; private set; }

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public void Report(PipelineProgress value)
    {
        lock (_gate)
        {
            Latest = value;
            (string, string) key = (value.Unit, value.Stage);
            double share = value.Total == 0 ? 1 : (double)value.Done / value.Total;
            if (!_done.ContainsKey(key))
            {
                _resumed += share * _weights.GetValueOrDefault(key);
            }

            _done[key] = share;
        }
    }

    /// <summary>Counts a unit whose result was there already.</summary>
    public void Skip(string unit)
    {
        lock (_gate)
        {
            foreach ((string Unit, string Stage) key in _weights.Keys.Where(key => key.Unit == unit && !_done.ContainsKey(key)))
            {
                _done[key] = 1;
                _resumed += _weights[key];
            }
        }
    }

    /// <summary>The share of the run that is done, and the estimated time left once a little is done.</summary>
    public (double Share, TimeSpan? Remaining) Overall()
    {
        lock (_gate)
        {
            double total = _weights.Values.Sum();
            double done = _done.Sum(entry => entry.Value * _weights.GetValueOrDefault(entry.Key));
            double here = done - _resumed;
            TimeSpan? remaining = here < 0.005 * total ? null : Elapsed * ((total - done) / here);
            return (total == 0 ? 1 : done / total, remaining);
        }
    }
}
