using System.Buffers.Binary;
using System.Text;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class SafetensorsFileTests
{
    private const string Valid = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""";

    [Test]
    public void Values_types_and_metadata_are_read()
    {
        using TemporaryFolder folder = new();
        using SafetensorsFile file = SafetensorsFile.Open(Write(folder, Valid, 11));
        Assert.That(file.Metadata, Is.EqualTo(new Dictionary<string, string> { ["format"] = "pt" }));
        Assert.That(file.Tensors.Keys, Is.EqualTo(["a", "b"]));
        using Tensor b = file.Read("b", CPU);
        Assert.That(b.data<byte>().ToArray(), Is.EqualTo([8, 9, 10]));
        using Tensor wide = file.Read("b", CPU, ScalarType.Float32);
        Assert.That(wide.data<float>().ToArray(), Is.EqualTo([8f, 9f, 10f]));
        Assert.That(file.ReadBytes("a"), Is.EqualTo([0, 1, 2, 3, 4, 5, 6, 7]));
    }

    [Test]
    public void A_tensor_that_is_not_there_is_named_with_examples()
    {
        using TemporaryFolder folder = new();
        using SafetensorsFile file = SafetensorsFile.Open(Write(folder, Valid, 11));
        Assert.That(() => file.Read("c", CPU), Throws.TypeOf<CheckpointException>().With.Message.Contains("there is no tensor 'c'; the file has 2, for example a, b"));
    }

    [Test]
    public void Types_without_a_torch_type_stay_readable_as_bytes()
    {
        using TemporaryFolder folder = new();
        using SafetensorsFile file = SafetensorsFile.Open(Write(folder, """{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}""", 2));
        Assert.That(file.ReadBytes("a"), Is.EqualTo([0, 1]));
        Assert.That(() => file.Read("a", CPU), Throws.TypeOf<CheckpointException>().With.Message.Contains("for which torch has none"));
    }

    [Test]
    public void Empty_tensors_and_scalars_are_read()
    {
        using TemporaryFolder folder = new();
        string header = """{"none":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]},"one":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""";
        using SafetensorsFile file = SafetensorsFile.Open(Write(folder, header, 8));
        using Tensor none = file.Read("none", CPU);
        using Tensor one = file.Read("one", CPU);
        Assert.That(none.shape, Is.EqualTo([0, 3]));
        Assert.That(one.dim(), Is.Zero);
    }

    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "it is truncated")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "bytes that no tensor owns")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlaps the tensor before it")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}""", 16, "leaves a gap")]
    [TestCase("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "cannot fill its 8 bytes")]
    [TestCase("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "cannot fill its 8 bytes")]
    [TestCase("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "cannot fill its 8 bytes")]
    [TestCase("""{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", 8, "has the type 'F31', wanted one of F64, F32")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "wanted [start, end]")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "wanted [start, end]")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "not the JSON of a safetensors file")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "not the JSON of a safetensors file")]
    [TestCase("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "not the JSON of a safetensors file")]
    [TestCase("[1, 2]", 8, "not the JSON of a safetensors file")]
    [TestCase("""{"a": """, 8, "not the JSON of a safetensors file")]
    public void A_damaged_header_is_refused(string header, int dataBytes, string problem)
    {
        using TemporaryFolder folder = new();
        string path = Write(folder, header, dataBytes);
        Assert.That(() => SafetensorsFile.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains(problem).And.Message.Contains(path));
    }

    [TestCase(new byte[] { 1, 2, 3 }, "has 3 bytes, too few")]
    [TestCase(new byte[] { 0, 0, 0, 0, 0, 0, 0, 128, 123, 125 }, "claims 9223372036854775808 bytes")]
    [TestCase(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, 123, 125 }, "claims 18446744073709551615 bytes")]
    [TestCase(new byte[] { 200, 0, 0, 0, 0, 0, 0, 0, 123, 125 }, "claims 200 bytes, wanted 2 to 2")]
    public void A_header_longer_than_the_file_is_refused_before_anything_is_allocated(byte[] content, string problem)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("a.safetensors"), content);
        Assert.That(() => SafetensorsFile.Open(folder.File("a.safetensors")), Throws.TypeOf<CheckpointException>().With.Message.Contains(problem));
    }

    [Test]
    public void A_header_of_two_gigabytes_is_refused_unread()
    {
        using TemporaryFolder folder = new();
        using (FileStream sparse = File.Create(folder.File("a.safetensors")))
        {
            sparse.Write(BitConverter.GetBytes((1L << 31) - 64));
            sparse.SetLength(1L << 31);
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.That(() => SafetensorsFile.Open(folder.File("a.safetensors")), Throws.TypeOf<CheckpointException>().With.Message.Contains("the header claims 2147483584 bytes, wanted 2 to 100000000"));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(10 << 20));
    }

    [Test]
    public void A_header_nested_without_end_is_refused()
    {
        using TemporaryFolder folder = new();
        string path = Write(folder, string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), 0);
        Assert.That(() => SafetensorsFile.Open(path), Throws.TypeOf<CheckpointException>().With.Message.Contains("not the JSON of a safetensors file"));
    }

    [Test]
    public void A_file_that_is_not_there_is_named()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("none.safetensors");
        CheckpointException? e = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));
        Assert.That(e!.Path, Is.EqualTo(path));
        Assert.That(e.Message, Does.Contain("cannot be read").And.Contain("check the path"));
    }

    /// <summary>Cuts or changes a valid file at every place: the reader must refuse or read, never fail otherwise.</summary>
    [Test]
    public void Any_damage_is_refused_or_harmless()
    {
        using TemporaryFolder folder = new();
        byte[] valid = File.ReadAllBytes(Write(folder, Valid, 11));
        string path = folder.File("damaged.safetensors");
        for (int i = 0; i < valid.Length; i++)
        {
            byte[] changed = [.. valid];
            changed[i] ^= 0x15;
            foreach (byte[] content in new[] { valid[..i], changed })
            {
                File.WriteAllBytes(path, content);
                try
                {
                    using SafetensorsFile file = SafetensorsFile.Open(path);
                    foreach (string name in file.Tensors.Keys)
                    {
                        file.ReadBytes(name);
                    }
                }
                catch (CheckpointException)
                {
                    // refused, as it should be
                }
            }
        }
    }

    private static string Write(TemporaryFolder folder, string header, int dataBytes)
    {
        string path = folder.File("a.safetensors");
        byte[] length = new byte[8];
        byte[] text = Encoding.UTF8.GetBytes(header);
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        File.WriteAllBytes(path, [.. length, .. text, .. Enumerable.Range(0, dataBytes).Select(i => (byte)i)]);
        return path;
    }
}
