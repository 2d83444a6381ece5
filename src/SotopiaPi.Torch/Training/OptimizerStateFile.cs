using System.Globalization;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Keeps an optimizer's moments in a safetensors file, under PyTorch's names for them.</summary>
internal static class OptimizerStateFile
{
    private const string Mean = "exp_avg.";
    private const string Square = "exp_avg_sq.";
    private const string Steps = "step";

    /// <summary>Writes.</summary>
    public static void Write(string path, IReadOnlyList<string> names, FusedAdamW optimizer) => SafetensorsWriter.Write(
        path,
        names.Zip(optimizer.Moments).SelectMany(e => new[] { (Mean + e.First, e.Second.Mean), (Square + e.First, e.Second.Square) }).ToDictionary(e => e.Item1, e => e.Item2),
        new Dictionary<string, string> { [Steps] = optimizer.Steps.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Reads into an optimizer.</summary>
    /// <exception cref="CheckpointException">The file is damaged or of another model.</exception>
    public static void Read(string path, IReadOnlyList<string> names, FusedAdamW optimizer)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(Steps, out string? text) || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int steps))
        {
            throw new CheckpointException(path, "the header does not say after how many steps the state was saved; this is not an optimizer's state.");
        }

        using var scope = NewDisposeScope();
        optimizer.Restore([.. names.Select(name => (file.Read(Mean + name, CPU), file.Read(Square + name, CPU)))], steps);
    }
}
