using SotopiaPi.Torch;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>How adapters are trained here: hotter and shorter than the paper's 5e-5 on a 7B model, see docs/offline-world.md.</summary>
internal static class Training
{
    public static void Settings(LoraTrainerOptions options)
    {
        options.Lora = new LoraOptions { Rank = 8, Alpha = 16, Dropout = 0, TargetModules = [LoraOptions.AllLinear] };
        options.Quantization = WeightQuantization.AsStored;
        options.LearningRate = 2e-3;
        options.WarmUpRatio = 0.05;
        options.AdamW = new AdamWSettings { Beta2 = 0.98 };
        options.BatchSize = 32;
        options.MicroBatchSize = 32;
        options.TokenBudget = 2048;
        options.SaveEveryEpochs = 4;
    }
}
