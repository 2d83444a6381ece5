namespace SotopiaPi;

/// <summary>Turns examples into adapters.</summary>
public interface ITrainer
{
    /// <summary>Trains.</summary>
    /// <param name="request">Examples, start, folder, seed.</param>
    /// <param name="progress">Told after each optimizer step.</param>
    /// <param name="cancellationToken">Stops between micro-batches; what was saved stays and can be resumed.</param>
    /// <returns>The saved adapters.</returns>
    /// <exception cref="InvalidOperationException">There is nothing to learn from, or the loss is not finite; the message names the examples.</exception>
    Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default);
}
