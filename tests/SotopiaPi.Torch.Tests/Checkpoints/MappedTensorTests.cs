using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class MappedTensorTests
{
    [TestCase(ScalarType.Float32)]
    [TestCase(ScalarType.BFloat16)]
    [TestCase(ScalarType.Int64)]
    [TestCase(ScalarType.Bool)]
    public void A_mapped_tensor_outlives_its_file_object_and_the_first_handle(ScalarType type)
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        Tensor values = arange(0, 3000).remainder(7).reshape(30, 100).to(type);
        Tensor part;
        using (SafetensorsFile file = Write(folder, values))
        {
            Tensor whole = file.Map("x");
            part = whole.narrow(0, 10, 5);
            whole.Dispose();
        }

        GC.Collect();
        Assert.That(part.dtype, Is.EqualTo(type));
        Assert.That(part.contiguous().bytes.SequenceEqual(values.narrow(0, 10, 5).contiguous().bytes));
    }

    [Test]
    public void Writing_to_a_mapped_tensor_leaves_the_file_alone()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        using SafetensorsFile file = Write(folder, ones(5000));
        byte[] before = File.ReadAllBytes(folder.File("a.safetensors"));
        Tensor mapped = file.Map("x");
        mapped.fill_(3f);
        Assert.That(mapped.sum().ToSingle(), Is.EqualTo(15000));
        Assert.That(File.ReadAllBytes(folder.File("a.safetensors")), Is.EqualTo(before));
        Assert.That(file.Read("x", CPU).sum().ToSingle(), Is.EqualTo(5000));
    }

    [Test]
    public void A_file_can_be_replaced_while_it_is_mapped()
    {
        Assume.That(!OperatingSystem.IsWindows(), "Windows keeps mapped files");
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        using SafetensorsFile file = Write(folder, ones(5000));
        Tensor mapped = file.Map("x");
        Write(folder, zeros(3)).Dispose();
        Assert.That(mapped.sum().ToSingle(), Is.EqualTo(5000));
    }

    [Test]
    public void Empty_and_unaligned_tensors_are_copied()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        byte[] header = System.Text.Encoding.UTF8.GetBytes("""{"none":{"dtype":"F32","shape":[0,2],"data_offsets":[0,0]},"byte":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"odd":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""");
        byte[] length = BitConverter.GetBytes((long)header.Length);
        File.WriteAllBytes(folder.File("a.safetensors"), [.. length, .. header, 7, .. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)]);
        using SafetensorsFile file = SafetensorsFile.Open(folder.File("a.safetensors"));
        Assert.That(file.Map("none").shape, Is.EqualTo(new long[] { 0, 2 }));
        Assert.That(file.Map("odd").data<float>().ToArray(), Is.EqualTo([1.5f, -2f]));
        Assert.That(file.Read("odd", CPU, ScalarType.Float64).data<double>().ToArray(), Is.EqualTo([1.5, -2]));
    }

    [TestCase(ScalarType.Float32)]
    [TestCase(ScalarType.BFloat16)]
    public void A_decoder_over_mapped_weights_computes_the_same_bits_and_takes_adapters(ScalarType type)
    {
        using TemporaryFolder folder = new();
        using Generator generator = new(1);
        using (Decoder decoder = Decoder.Create(TinyConfig.Llama() with { HiddenSize = 64, IntermediateSize = 96, HeadSize = 16 }, generator))
        {
            decoder.Save(folder.Path, type, maxShardBytes: 30000);
        }

        LoraHost host = new();
        using Decoder copied = Decoder.Load(folder.Path, new DecoderOptions { Type = type });
        Decoder mapped = Decoder.Load(folder.Path, new DecoderOptions { Type = type, MapWeights = true, Wrap = host.Wrap });
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            Tensor ids = tensor(new long[] { 1, 5, 9, 3, 2 });
            Tensor expected = copied.forward(ids);
            Assert.That(mapped.forward(ids).eq(expected).all().ToBoolean());
            using LoraAdapter adapter = host.CreateAdapter(new LoraOptions(), generator, CPU);
            foreach (LoraModule module in adapter.Modules.Values)
            {
                module.Up!.normal_(0, 0.3, generator);
            }

            host.Merge(adapter);
            Assert.That(mapped.forward(ids).eq(expected).all().ToBoolean(), Is.False);
            host.Unmerge();
            Assert.That(mapped.forward(ids).eq(expected).all().ToBoolean());
        }

        mapped.Dispose();
    }

    private static SafetensorsFile Write(TemporaryFolder folder, Tensor values)
    {
        SafetensorsWriter.Write(folder.File("a.safetensors"), new Dictionary<string, Tensor> { ["x"] = values });
        return SafetensorsFile.Open(folder.File("a.safetensors"));
    }
}
