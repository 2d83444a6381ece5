namespace SotopiaPi.Torch;

/// <summary>How far a run is: everything that is neither a tensor nor a function of the settings.</summary>
/// <param name="Step">The optimizer steps made.</param>
/// <param name="Steps">All optimizer steps.</param>
/// <param name="StepsPerEpoch">The steps in which every item is seen once.</param>
/// <param name="History">What each step found, oldest first.</param>
/// <param name="ValidationLoss">The loss on held-out examples at this step; <see langword="null"/> without any.</param>
internal sealed record TrainingState(int Step, int Steps, int StepsPerEpoch, IReadOnlyList<StepResult> History, double? ValidationLoss)
{
    /// <summary>Gets the lowest loss on held-out examples so far, and the step that it was found at; <see langword="null"/> without any.</summary>
    public (double Loss, int Step)? Best { get; init; }

    /// <summary>Gets the epochs trained, with a fraction.</summary>
    public double Epoch => (double)Step / StepsPerEpoch;
}
