namespace SotopiaPi;

/// <summary>The mean of <c>sotopia benchmark</c>: its margin leaves out how much settings (a scenario and a seat) differ among themselves.</summary>
public static class SettingMean
{
    /// <summary>Estimates a mean: over all episodes, with the margin t₀.₉₇₅(n−1) · √(s²/n), where s² is the mean over settings of the sample variance (0 for a single episode).</summary>
    /// <typeparam name="TSetting">The kind of setting.</typeparam>
    /// <param name="values">Each episode's setting and value; missing values are left out and counted.</param>
    /// <param name="confidence">The coverage, between 0.5 and 0.999.</param>
    /// <returns>The estimate. Its margin is equal to the reference command's up to that command's simulated quantile.</returns>
    /// <remarks>Source: sotopia-lab/sotopia@a0aaafb4, the <c>benchmark</c> command.</remarks>
    public static MeanEstimate Of<TSetting>(IEnumerable<KeyValuePair<TSetting, double?>> values, double confidence = 0.95)
        where TSetting : notnull
    {
        ArgumentNullException.ThrowIfNull(values);
        StudentT.CheckConfidence(confidence);
        KeyValuePair<TSetting, double?>[] all = [.. values];
        (TSetting Setting, double Value)[] present = [.. from pair in all where pair.Value is not null select (pair.Key, pair.Value!.Value)];
        int missing = all.Length - present.Length;
        if (present.Length < 2)
        {
            return MeanEstimate.Of(all.Select(pair => pair.Value), confidence);
        }

        double mean = present.Average(pair => pair.Value);
        double variance = present.GroupBy(pair => pair.Setting).Average(group => group.Count() < 2 ? 0 : Moments.Of([.. group.Select(pair => pair.Value)]).Variance);
        double margin = StudentT.TwoSidedQuantile(confidence, present.Length - 1) * Math.Sqrt(variance / present.Length);
        return new MeanEstimate(mean, mean - margin, mean + margin, present.Length) { Missing = missing, Confidence = confidence };
    }
}
