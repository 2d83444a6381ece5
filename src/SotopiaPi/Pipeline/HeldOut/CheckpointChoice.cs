using System.Globalization;

namespace SotopiaPi;

/// <summary>Says which of the adapters that a training saves a round goes on with.</summary>
public sealed record CheckpointChoice
{
    private CheckpointChoice(string name, double? epoch = null) => (Name, Epoch) = (name, epoch);

    /// <summary>Gets the trainer's own choice: the lowest loss on held-out examples, or the last adapter without any.</summary>
    public static CheckpointChoice ByTrainer { get; } = new("by trainer");

    /// <summary>Gets the adapter with the best mean on the held-out tasks, the earlier one of equals. It needs an <see cref="EvaluationPlan"/>.</summary>
    public static CheckpointChoice ByEvaluation { get; } = new("by evaluation");

    /// <summary>Gets the name, for settings and reports.</summary>
    public string Name { get; }

    /// <summary>Gets the epoch; <see langword="null"/> for other choices.</summary>
    public double? Epoch { get; }

    /// <summary>Chooses the adapter saved nearest to an epoch. The paper goes on with epoch 20 of behaviour cloning and epoch 5 of self-reinforcement.</summary>
    /// <param name="epoch">The epoch, above 0.</param>
    /// <returns>The choice.</returns>
    public static CheckpointChoice AtEpoch(double epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epoch);
        return new CheckpointChoice(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}"), epoch);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
