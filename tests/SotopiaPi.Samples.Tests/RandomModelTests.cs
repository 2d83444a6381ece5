using SotopiaPi.Testing;
using SotopiaPi.Torch;
using TorchSharp;

namespace SotopiaPi.Samples.Tests;

[NonParallelizable]
public sealed class RandomModelTests
{
    [Test]
    public void A_model_with_random_weights_scores_at_the_floor()
    {
        using TemporaryFolder folder = new();
        SmallModel.CopyTo(folder.File("model"));
        using (torch.Generator generator = new(7, torch.CPU))
        using (Decoder random = Decoder.Create(DecoderConfig.Load(folder.File("model")), generator))
        {
            random.Save(folder.File("random"));
        }

        File.Copy(folder.File("random/model.safetensors"), folder.File("model/model.safetensors"), overwrite: true);
        (int code, string output) = SampleProcess.Run("--tiny", "--model", folder.File("model"), "--out", folder.File("run"));
        Assert.That(code, Is.Zero, output);
        double goal = (double)RunReport.Read(folder.File("run"))["methods"]!.AsArray().Single(method => (string)method!["name"]! == "base")!["goal"]!["mean"]!;
        Assert.That(goal, Is.LessThan(0.5));
    }
}
