namespace SotopiaPi.Torch;

/// <summary>
/// Gives the learning rate of each optimizer step: linear from 0 to <paramref name="Peak"/> over the warm-up, then half a cosine down to 0
/// (the <c>cosine</c> scheduler of transformers, used by arXiv:2403.08715 §B.5). Step 0 of a schedule with warm-up has rate 0: it only
/// fills the optimizer's moments.
/// </summary>
/// <param name="Peak">The highest rate. Above 0.</param>
/// <param name="Steps">All optimizer steps. At least 1.</param>
/// <param name="WarmUpSteps">The steps of the warm-up, from 0 to <paramref name="Steps"/>.</param>
public sealed record CosineSchedule(double Peak, int Steps, int WarmUpSteps)
{
    /// <summary>Gets the highest rate.</summary>
    public double Peak { get; } = double.IsFinite(Peak) && Peak > 0 ? Peak
        : throw new ArgumentOutOfRangeException(nameof(Peak), Peak, "A learning rate must be a finite number above 0.");

    /// <summary>Gets the number of all optimizer steps.</summary>
    public int Steps { get; } = Steps >= 1 ? Steps
        : throw new ArgumentOutOfRangeException(nameof(Steps), Steps, "A schedule needs at least 1 step.");

    /// <summary>Gets the number of warm-up steps.</summary>
    public int WarmUpSteps { get; } = WarmUpSteps >= 0 && WarmUpSteps <= Steps ? WarmUpSteps
        : throw new ArgumentOutOfRangeException(nameof(WarmUpSteps), WarmUpSteps, $"The warm-up must have 0 to {Steps} steps, as many as the schedule.");

    /// <summary>Makes a schedule whose warm-up is a share of all steps, rounded up as transformers does.</summary>
    /// <param name="peak">The highest rate. Above 0.</param>
    /// <param name="steps">All optimizer steps. At least 1.</param>
    /// <param name="ratio">The share, from 0 to 1.</param>
    /// <returns>The schedule.</returns>
    public static CosineSchedule FromRatio(double peak, int steps, double ratio)
    {
        if (!(ratio is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The warm-up ratio must lie between 0 and 1.");
        }

        return new CosineSchedule(peak, steps, (int)Math.Ceiling(steps * ratio));
    }

    /// <summary>Gives the rate that a step uses.</summary>
    /// <param name="step">The step, from 0. Steps after the last have rate 0.</param>
    /// <returns>The rate, from 0 to <see cref="Peak"/>.</returns>
    public double At(int step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step < WarmUpSteps)
        {
            return Peak * step / WarmUpSteps;
        }

        double progress = (double)(step - WarmUpSteps) / Math.Max(1, Steps - WarmUpSteps);
        return progress >= 1 ? 0 : Peak * 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}
