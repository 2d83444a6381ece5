namespace SotopiaPi.Torch;

/// <summary>What an optimizer step found.</summary>
/// <param name="Step">The step, from 0.</param>
/// <param name="Loss">The loss before the update, in nats per unit of target weight.</param>
/// <param name="GradientNorm">The norm of all gradients before clipping.</param>
/// <param name="LearningRate">The learning rate that the step used.</param>
/// <param name="Tokens">The tokens that went through the model, shared ones counted once.</param>
public sealed record StepResult(int Step, double Loss, double GradientNorm, double LearningRate, int Tokens);
