using System.Diagnostics.Metrics;

namespace SotopiaPi.Torch;

/// <summary>What the trainers of a process report to listeners of the meter <c>SotopiaPi.Torch</c>.</summary>
internal static class TrainingMeters
{
    private static readonly Meter s_meter = new(GenerationMeters.Name);

    private static readonly Histogram<double> s_loss = s_meter.CreateHistogram<double>(
        "sotopiapi.training.loss", "nat", "Mean loss per target of a step, before its update.");

    private static readonly Histogram<double> s_norm = s_meter.CreateHistogram<double>(
        "sotopiapi.training.gradient_norm", null, "Norm of the gradient of a step, before clipping.");

    private static readonly Counter<long> s_tokens = s_meter.CreateCounter<long>(
        "sotopiapi.training.example_tokens", "{token}", "Tokens of whole examples trained on.");

    private static readonly Counter<long> s_computed = s_meter.CreateCounter<long>(
        "sotopiapi.training.computed_tokens", "{token}", "Tokens that went through the model, shared ones counted once.");

    /// <summary>Reports a step.</summary>
    public static void Step(StepResult result, long exampleTokens)
    {
        s_loss.Record(result.Loss);
        s_norm.Record(result.GradientNorm);
        s_tokens.Add(exampleTokens);
        s_computed.Add(result.Tokens);
    }
}
