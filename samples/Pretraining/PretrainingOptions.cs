using System.CommandLine;

namespace Pretraining;

/// <summary>The settings of a run, as given on the command line.</summary>
internal sealed record PretrainingOptions(long Seed, int Steps, int Batch, string Out, int Threads)
{
    public const int Pieces = 512;
    public const double LearningRate = 3e-3, WarmUp = 0.05, WeightDecay = 0.01;

    /// <summary>Makes the command.</summary>
    /// <param name="run">Does the work; returns the exit code.</param>
    public static RootCommand Command(Func<PretrainingOptions, CancellationToken, Task<int>> run)
    {
        Option<long> seed = new("--seed") { Description = "The seed of tasks, play and initial weights.", DefaultValueFactory = _ => 1 };
        Option<int> steps = AtLeastOne("--steps", "Optimizer steps.", 1200);
        Option<int> batch = AtLeastOne("--batch", "Episodes in a step; each gives two seats.", 32);
        Option<string> output = new("--out") { Description = "The model folder to write.", DefaultValueFactory = _ => Path.Combine("samples", "SelfTraining", "model") };
        Option<int> threads = AtLeastOne("--threads", "Threads of the tensor library. The weights are equal bit for bit only for equal numbers.", 1);
        RootCommand command = new("Pre-trains the small model of the self-training sample on play of the offline world.") { seed, steps, batch, output, threads };
        command.SetAction((parsed, cancellationToken) => run(
            new PretrainingOptions(parsed.GetValue(seed), parsed.GetValue(steps), parsed.GetValue(batch), parsed.GetValue(output)!, parsed.GetValue(threads)), cancellationToken));
        return command;
    }

    private static Option<int> AtLeastOne(string name, string description, int value)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) < 1)
            {
                result.AddError($"{name} must be at least 1.");
            }
        });
        return option;
    }
}
