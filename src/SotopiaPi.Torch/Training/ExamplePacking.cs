namespace SotopiaPi.Torch;

/// <summary>Says what a trainer shuffles and counts in its batches.</summary>
public enum ExamplePacking
{
    /// <summary>
    /// The examples of a group (<see cref="SupervisedExample.Group"/>: the turns of a seat in an episode) go together, and what the examples
    /// of a step share from their start on is computed once. The gradient is that of the separate examples at a fraction of the tokens;
    /// dropout is drawn once for what is shared.
    /// </summary>
    Groups,

    /// <summary>Every example stays a row of its own, as in the published code.</summary>
    Independent,
}
