namespace SotopiaPi.Torch;

/// <summary>
/// The logistic loss of a comparison (Bradley and Terry, doi:10.2307/2334029): −log σ(m) of a margin m, and with label smoothing ε
/// −(1 − ε)·log σ(m) − ε·log σ(−m), which allows for labels that are wrong with probability ε.
/// </summary>
internal static class PairwiseLogistic
{
    /// <summary>Computes the loss.</summary>
    public static double Loss(double margin, double smoothing) => ((1 - smoothing) * SoftPlus(-margin)) + (smoothing * SoftPlus(margin));

    /// <summary>Computes the derivative of the loss by the margin.</summary>
    public static double Derivative(double margin, double smoothing) => (smoothing * Sigmoid(margin)) - ((1 - smoothing) * Sigmoid(-margin));

    // log(1 + eˣ), without overflow.
    private static double SoftPlus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}
