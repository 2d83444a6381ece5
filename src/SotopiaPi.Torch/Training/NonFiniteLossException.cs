namespace SotopiaPi.Torch;

/// <summary>Reports a training step whose loss or gradient is not a number; nothing was updated.</summary>
internal sealed class NonFiniteLossException(int step, double loss, double gradientNorm) : InvalidOperationException(
    $"Step {step} has the loss {loss} and the gradient norm {gradientNorm}, wanted finite numbers; nothing was updated. Lower the learning rate or check the examples of the step.");
