namespace SotopiaPi.Torch;

/// <summary>Measures the speed of a run over its last steps and estimates what is left.</summary>
internal sealed class TrainingClock(TrainingPlan plan, TimeProvider time)
{
    private const int Window = 20;                           // steps; the first ones are slow
    private readonly Queue<(long Timestamp, long Tokens)> _marks = new([(time.GetTimestamp(), 0)]);
    private long _tokens;

    /// <summary>Notes a step and says how far the run is.</summary>
    public TrainingProgress Report(StepResult result)
    {
        long tokens = ExampleTokens(result.Step);
        _tokens += tokens;
        TrainingMeters.Step(result, tokens);
        long now = time.GetTimestamp();
        var (since, before) = _marks.Peek();
        double perSecond = (_tokens - before) / Math.Max(1e-9, time.GetElapsedTime(since, now).TotalSeconds);
        _marks.Enqueue((now, _tokens));
        if (_marks.Count > Window)
        {
            _ = _marks.Dequeue();
        }

        double left = plan.Data.Items.Average(item => item.ExampleTokens) * Math.Min(plan.Order.BatchSize, plan.Data.Items.Count) * (plan.Steps - result.Step - 1);
        return new TrainingProgress(result.Step + 1, plan.Steps, result.Loss, result.LearningRate, result.GradientNorm, perSecond, TimeSpan.FromSeconds(left / perSecond))
        {
            TreeRatio = (double)tokens / result.Tokens,
            MemoryBytes = Environment.WorkingSet,
        };
    }

    private long ExampleTokens(int step) => plan.Items(step).Sum(item => (long)item.ExampleTokens);
}
