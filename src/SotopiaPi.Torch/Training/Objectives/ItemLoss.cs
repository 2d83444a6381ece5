namespace SotopiaPi.Torch;

/// <summary>Computes the loss of an item of the numbers of its rows, and its derivative by each of them.</summary>
/// <param name="item">The item.</param>
/// <param name="values">A number for each row: a log-probability or a reward.</param>
/// <returns>The loss, and one derivative for each row.</returns>
internal delegate (double Loss, double[] Derivatives) ItemLoss(TrainingItem item, double[] values);
