using System.Buffers.Binary;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class SafetensorsWriterTests
{
    [TestCase(ScalarType.Float64)]
    [TestCase(ScalarType.Float32)]
    [TestCase(ScalarType.Float16)]
    [TestCase(ScalarType.BFloat16)]
    [TestCase(ScalarType.Int64)]
    [TestCase(ScalarType.Int32)]
    [TestCase(ScalarType.Int16)]
    [TestCase(ScalarType.Int8)]
    [TestCase(ScalarType.Byte)]
    [TestCase(ScalarType.Bool)]
    public void Every_type_survives_a_round_trip(ScalarType type)
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        Tensor values = arange(15).reshape(3, 5).to(type);
        SafetensorsWriter.Write(folder.File("a.safetensors"), new Dictionary<string, Tensor> { ["x"] = values, ["transposed"] = values.t(), ["scalar"] = values[1, 2] });
        using SafetensorsFile file = SafetensorsFile.Open(folder.File("a.safetensors"));
        Assert.That(file.Metadata["format"], Is.EqualTo("pt"));
        Assert.That(file.Read("x", CPU).bytes.SequenceEqual(values.bytes));
        Assert.That(file.Read("transposed", CPU).bytes.SequenceEqual(values.t().contiguous().bytes), "layout");
        Assert.That(file.Read("scalar", CPU).shape, Is.Empty);
    }

    [Test]
    public void The_header_is_padded_so_that_data_are_aligned()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        SafetensorsWriter.Write(folder.File("a.safetensors"), new Dictionary<string, Tensor> { ["odd"] = zeros(3, ScalarType.Byte), ["wide"] = zeros(1, ScalarType.Float64), ["b"] = zeros(2) }, new Dictionary<string, string> { ["note"] = "ü" });
        byte[] bytes = File.ReadAllBytes(folder.File("a.safetensors"));
        Assert.That(BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8, Is.Zero);
        using SafetensorsFile file = SafetensorsFile.Open(folder.File("a.safetensors"));
        Assert.That(file.Metadata["note"], Is.EqualTo("ü"));
        Assert.That(file.Tensors["wide"].Offset % 8, Is.Zero);
        Assert.That(file.Tensors["b"].Offset % 4, Is.Zero);
    }

    [Test]
    public void A_longer_old_file_is_replaced_whole_and_nothing_else_remains()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        foreach (int size in new[] { 1000, 3 })
        {
            SafetensorsWriter.Write(folder.File("a.safetensors"), new Dictionary<string, Tensor> { ["x"] = ones(size) });
        }

        using SafetensorsFile file = SafetensorsFile.Open(folder.File("a.safetensors"));
        Assert.That(file.Tensors["x"].Count, Is.EqualTo(3));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_failed_write_keeps_the_old_file()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        string path = folder.File("a.safetensors");
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["x"] = ones(3) });
        byte[] before = File.ReadAllBytes(path);
        Assert.That(() => SafetensorsWriter.Write(path, new Dictionary<string, Tensor> { ["x"] = zeros(3, ScalarType.ComplexFloat32) }),
            Throws.TypeOf<CheckpointException>().With.Message.Contains("tensor 'x' has the type ComplexFloat32"));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(before));
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_named()
    {
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        File.WriteAllText(folder.File("taken"), "");
        Assert.That(() => SafetensorsWriter.Write(Path.Combine(folder.Path, "taken", "a.safetensors"), new Dictionary<string, Tensor> { ["x"] = ones(3) }),
            Throws.InstanceOf<IOException>().With.Message.Contains("could not be written").And.Message.Contains("nothing was changed"));
    }
}
