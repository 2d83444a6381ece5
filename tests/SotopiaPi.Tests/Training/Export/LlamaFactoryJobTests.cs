using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Training.Export;

public sealed class LlamaFactoryJobTests
{
    [Test]
    public void Paper_and_reference_differ_where_they_differ()
    {
        using TemporaryFolder folder = new();
        JsonNode paper = Written(folder, null, new TrainingRequest(folder.Path, [ExportFiles.Single]) { Seed = 5 });
        Assert.That((int)paper["lora_rank"]!, Is.EqualTo(8));
        Assert.That(((int)paper["lora_alpha"]!, (double)paper["lora_dropout"]!, (string?)paper["lora_target"]), Is.EqualTo((16, 0.05, "q_proj,v_proj")));
        Assert.That(((double)paper["num_train_epochs"]!, (double)paper["learning_rate"]!, (double)paper["warmup_ratio"]!, (int)paper["cutoff_len"]!), Is.EqualTo((20.0, 5e-5, 0.03, 4096)));
        Assert.That(((int)paper["quantization_bit"]!, (bool)paper["double_quantization"]!, (int)paper["seed"]!, (bool)paper["mask_history"]!), Is.EqualTo((4, true, 5, true)));
        Assert.That(paper["learning_rate"]!.ToJsonString(), Is.EqualTo("0.00005"));
        Assert.That(paper.AsObject().ContainsKey("adapter_name_or_path"), Is.False);

        JsonNode reference = Written(folder, LlamaFactoryOptions.Reference(), new TrainingRequest(folder.Path, [ExportFiles.Single]));
        Assert.That(((int)reference["lora_alpha"]!, (double)reference["lora_dropout"]!, (bool)reference["fp16"]!), Is.EqualTo((32, 0.1, true)));
    }

    [Test]
    public void Start_steps_and_validation_reach_the_configuration()
    {
        using TemporaryFolder folder = new();
        LlamaFactoryOptions options = new() { QuantizationBits = null };
        options.Further["gradient_checkpointing"] = false;
        TrainingRequest request = new(folder.Path, [ExportFiles.Chat]) { StartAdapter = "bc", MaxSteps = 7, Validation = [ExportFiles.Chat], Seed = long.MaxValue };
        JsonNode job = Written(folder, options, request);
        Assert.That(((string?)job["adapter_name_or_path"], (int)job["max_steps"]!, (string?)job["eval_dataset"]), Is.EqualTo((Path.GetFullPath("bc"), 7, "sotopiapi_validation")));
        Assert.That((bool)job["gradient_checkpointing"]!, Is.False);
        Assert.That(job.AsObject().ContainsKey("quantization_bit"), Is.False);
        Assert.That((int)job["seed"]!, Is.GreaterThanOrEqualTo(0));
        JsonNode info = JsonNode.Parse(File.ReadAllText(Path.Combine((string)job["dataset_dir"]!, "dataset_info.json")))!;
        Assert.That(info.AsObject().Select(entry => entry.Key), Is.EqualTo(new[] { "sotopiapi_train", "sotopiapi_validation" }));
    }

    [Test]
    public void Nothing_to_learn_from_is_refused()
    {
        using TemporaryFolder folder = new();
        Assert.That(() => new LlamaFactoryJob().Write(new TrainingRequest(folder.Path, [])), Throws.InvalidOperationException.With.Message.StartsWith("There is no example to train on"));
        Assert.That(() => new LlamaFactoryJob().Write(new TrainingRequest(folder.Path, [new Other("o1")])), Throws.InvalidOperationException.With.Message.EqualTo("Example 'o1' is a Other; supervised fine-tuning learns from SupervisedExamples."));
    }

    [Test]
    public void Options_refuse_what_cannot_be() => Assert.Multiple(() =>
    {
        LlamaFactoryOptions options = new();
        Assert.That(() => options.Epochs = 0, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => options.LearningRate = double.NaN, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => options.Rank = 0, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => options.Dropout = 1.5, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => options.QuantizationBits = 3, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => options.Targets = [], Throws.ArgumentException);
        Assert.That(() => options.Model = "", Throws.ArgumentException);
    });

    private static JsonNode Written(TemporaryFolder folder, LlamaFactoryOptions? options, TrainingRequest request)
    {
        LlamaFactoryFiles files = new LlamaFactoryJob(options).Write(request);
        JsonNode job = JsonNode.Parse(File.ReadAllText(files.Configuration))!;
        Assert.That((string)job["output_dir"]!, Is.EqualTo(files.Output).And.StartsWith(Path.GetFullPath(folder.Path)));
        return job;
    }

    private sealed record Other(string Key) : TrainingExample(Key);
}
