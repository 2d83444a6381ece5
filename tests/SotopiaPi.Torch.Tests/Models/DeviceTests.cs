using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>
/// Nothing assumes the CPU: every kind of layer names the device of all that it makes, forward and backward. The default device is <c>meta</c> meanwhile, so what
/// forgets it makes a tensor without data, which raises or shows.
/// </summary>
[NonParallelizable]
[LiveTensorsFlat]
internal sealed partial class DeviceTests
{
    private static IEnumerable<TestCaseData> Variants() => DecoderTests.Variants();

    [TestCaseSource(nameof(Variants))]
    public void Layers_and_adapters_name_their_device(DecoderConfig config) => Step(config, new DecoderOptions());

    [TestCaseSource(nameof(Variants))]
    public void Trained_layers_name_their_device(DecoderConfig config)
    {
        using var poison = new PoisonedDefaultDevice();
        using Generator generator = new(1, CPU);
        using Decoder decoder = Decoder.Create(config, generator, new DecoderOptions { Trainable = true });
        using var scope = NewDisposeScope();
        Loss(decoder).backward();
        Assert.That(decoder.parameters().Select(parameter => parameter.grad!.device_type), Has.All.EqualTo(DeviceType.CPU));
    }

    [TestCase(WeightQuantization.Nf4, ScalarType.Float32, false)]
    [TestCase(WeightQuantization.Nf4Nested, ScalarType.BFloat16, false)]
    [TestCase(WeightQuantization.AsStored, ScalarType.BFloat16, false)]
    [TestCase(WeightQuantization.AsStored, ScalarType.Float16, false)]
    [TestCase(WeightQuantization.AsStored, ScalarType.Float32, true)]
    public void Every_precision_names_its_device(WeightQuantization quantization, ScalarType type, bool packed) =>
        Step(TinyConfig.Llama(), new DecoderOptions { Quantization = quantization, Type = type, PackWeights = packed }, trains: !packed);

    /// <summary>What the poisoned default device does not see: constructors that always take the CPU, and ways to it.</summary>
    [Test]
    public void Results_come_to_the_host_in_named_places_only()
    {
        string[] hosts = ["SafetensorsWriter.cs", "SequenceTrainer.cs", "TreePasses.cs", "LibtorchSmokeTest.cs", "TorchContinuationScorer.cs", "LanePass.cs"];
        string source = Path.Combine(Repository(), "src", "SotopiaPi.Torch");
        string[] found = [.. Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => !hosts.Contains(Path.GetFileName(file)) && CpuOnly().IsMatch(File.ReadAllText(file))).Select(file => Path.GetRelativePath(source, file))];
        Assert.That(found, Is.Empty, "these make tensors that cannot be on another device");
    }

    /// <summary>The same numbers on a GPU, where there is one.</summary>
    [Test]
    public void A_gpu_computes_the_same()
    {
        if (!cuda.is_available())
        {
            Assert.Ignore("needs a CUDA machine");
        }

        Device gpu = device("cuda:0");
        foreach (DecoderConfig config in Variants().Select(variant => (DecoderConfig)variant.Arguments[0]!))
        {
            using Generator first = new(1, CPU);
            using Generator second = new(1, CPU);
            using Decoder here = Decoder.Create(config, first, new DecoderOptions { Trainable = true });
            using Decoder there = Decoder.Create(config, second, new DecoderOptions { Trainable = true, Device = gpu });
            using var scope = NewDisposeScope();
            Tensor a = Loss(here), b = Loss(there);
            Assert.That(b.ToDouble(), Is.EqualTo(a.ToDouble()).Within(1e-4));
            a.backward();
            b.backward();
            foreach (var (one, other) in here.parameters().Zip(there.parameters()))
            {
                Assert.That(Tensors.RelativeDistance(other.grad!.cpu(), one.grad!), Is.LessThan(1e-3));
            }
        }
    }

    private static void Step(DecoderConfig config, DecoderOptions options, bool trains = true)
    {
        using var poison = new PoisonedDefaultDevice();
        LoraHost host = new();
        using Generator generator = new(1, CPU);
        options.Wrap = host.Wrap;
        using Decoder decoder = Decoder.Create(config, generator, options);
        using LoraAdapter adapter = host.CreateAdapter(new LoraOptions { TargetModules = [LoraOptions.AllLinear] }, generator, CPU);
        host.Use(adapter);
        host.DropoutGenerator = generator;
        using var scope = NewDisposeScope();
        if (trains)
        {
            Tensor loss = Loss(decoder);
            loss.backward();
            Assert.That(float.IsFinite(loss.ToSingle()));
            Assert.That(adapter.Parameters().Select(p => p.Parameter.grad!.device_type), Has.All.EqualTo(DeviceType.CPU));
        }

        host.DropoutGenerator = null;
        using (no_grad())
        {
            Assert.That(float.IsFinite(Loss(decoder).ToSingle()));
        }

        if (options.Quantization == WeightQuantization.AsStored)
        {
            host.Merge(adapter);
            host.Unmerge();
        }
    }

    private static Tensor Loss(Decoder decoder)
    {
        Tensor ids = tensor(Enumerable.Range(0, 12).Select(i => (long)i).ToArray(), device: decoder.Device);
        using CausalBatch batch = new([5, 2, 5], decoder.Device);
        return nn.functional.cross_entropy(decoder.Logits(decoder.Hidden(ids, batch.Positions, batch)), ids);
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SotopiaPi.sln")))
        {
            folder = folder.Parent;
        }

        Assume.That(folder, Is.Not.Null, "the sources are not here");
        return folder!.FullName;
    }

    [GeneratedRegex(@"\b(from_array|frombuffer|tril_indices|triu_indices)\s*\(|\.cpu\(\)", RegexOptions.CultureInvariant)]
    private static partial Regex CpuOnly();
}
