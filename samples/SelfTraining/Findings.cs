namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Tests the claims of the paper on the methods of a run: paired over task and seat, with 95 % intervals.</summary>
internal static class Findings
{
    /// <summary>"Not below" allows a loss smaller than this, in points of the goal score.</summary>
    private const double Tolerance = 0.2;

    public static IReadOnlyList<Finding> Of(IReadOnlyDictionary<string, MethodRows> methods)
    {
        List<Finding> findings = [];
        Add("bc_beats_base", "bc", "base");
        Add("sr_beats_base", "sr", "base");
        Add("bcsr_beats_base", "bc+sr", "base");
        Add("bcsr_not_below_bc", "bc+sr", "bc", Tolerance);
        Add("bcsr_beats_bc_continued", "bc+sr", "bc-continued");
        if (Pair("bc+sr", "base") is var (trained, untrained))
        {
            findings.Add(Finding("judge_bias_grows", PairedSample.ByKey(trained.Bias(), untrained.Bias()), 0));
        }

        return findings;

        void Add(string name, string better, string worse, double tolerance = 0)
        {
            if (Pair(better, worse) is var (first, second) && first.TrueJudge is { } judge)
            {
                findings.Add(Finding(name, PairedSample.ByKey(first.Goals(judge), second.Goals(judge)), tolerance));
            }
        }

        (MethodRows, MethodRows)? Pair(string first, string second) =>
            methods.TryGetValue(first, out MethodRows? one) && methods.TryGetValue(second, out MethodRows? other) ? (one, other) : null;
    }

    private static Finding Finding(string name, PairedSample sample, double tolerance)
    {
        MeanEstimate difference = sample.Count < 2 ? new MeanEstimate(null, null, null, sample.Count) : sample.Difference();
        return new Finding(name, difference.Low > -tolerance, MethodRows.Of(difference));
    }
}
