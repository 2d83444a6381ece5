using System.Text;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class GgufFileTests
{
    [Test]
    public void Metadata_of_every_kind_is_read()
    {
        using TemporaryFolder folder = new();
        using GgufFile file = GgufFile.Open(Write(folder, Valid()));
        Assert.That(file.Metadata.Text("text"), Is.EqualTo("grüß"));
        Assert.That(file.Metadata.Integer("whole"), Is.EqualTo(7));
        Assert.That(file.Metadata.Number("whole"), Is.EqualTo(7));
        Assert.That(file.Metadata.Number("real"), Is.EqualTo(0.5));
        Assert.That(file.Metadata.Flag("flag"), Is.True);
        Assert.That(file.Metadata.Texts("texts"), Is.EqualTo(["a", "b"]));
        Assert.That(file.Metadata.Integers("wholes"), Is.EqualTo([-1L, 2L]));
        Assert.That(file.Metadata.Numbers("reals"), Is.EqualTo([1.5]));
        Assert.That(file.Metadata.Text("none"), Is.Null);
        Assert.That(() => file.Metadata.Integer("text"), Throws.TypeOf<CheckpointException>().With.Message.Contains("'text' is 'grüß', wanted a whole number"));
        Assert.That(() => file.Metadata.Text("texts"), Throws.TypeOf<CheckpointException>().With.Message.Contains("a list of 2 String, wanted a text"));
    }

    [Test]
    public void Sizes_are_listed_outermost_first_and_values_follow()
    {
        using TemporaryFolder folder = new();
        using GgufFile file = GgufFile.Open(Write(folder, Valid()));
        Assert.That(file.Tensors["w"].Shape, Is.EqualTo([2, 3]));
        using Tensor w = file.Read("w", CPU);
        Assert.That(w.data<float>().ToArray(), Is.EqualTo([0f, 1f, 2f, 3f, 4f, 5f]));
        Assert.That(() => file.Read("v", CPU), Throws.TypeOf<CheckpointException>().With.Message.Contains("there is no tensor 'v'"));
    }

    [Test]
    public void A_file_of_another_format_version_or_type_is_refused()
    {
        using TemporaryFolder folder = new();
        byte[] valid = Valid();
        Assert.That(() => GgufFile.Open(Write(folder, [.. "PK34"u8, .. valid[4..]])), Refused("does not start with 'GGUF'"));
        Assert.That(() => GgufFile.Open(Write(folder, [.. valid[..4], 1, 0, 0, 0, .. valid[8..]])), Refused("version 1, wanted 2 or 3"));
        Assert.That(() => GgufFile.Open(Write(folder, Valid(type: 16))), Refused("type number 16, wanted one of F32"));
        Assert.That(() => GgufFile.Open(Write(folder, Valid(type: 3))), Refused("do not fit blocks of 32 Q4_1 values"));
        Assert.That(() => GgufFile.Open(Write(folder, Valid(offset: 8))), Refused("wanted a multiple of 32"));
        Assert.That(() => GgufFile.Open(Write(folder, Valid(offset: 1L << 40))), Refused("it is truncated"));
    }

    [Test]
    public void Lists_and_texts_larger_than_any_vocabulary_are_refused_before_memory_is_taken()
    {
        using TemporaryFolder folder = new();
        foreach (byte kind in new byte[] { 8, 9 })
        {
            using (FileStream sparse = File.Create(folder.File("a.gguf")))
            {
                byte[] size = BitConverter.GetBytes(1L << 30);
                sparse.Write([.. "GGUF"u8, 3, 0, 0, 0, .. BitConverter.GetBytes(0L), .. BitConverter.GetBytes(1L), .. BitConverter.GetBytes(1L), (byte)'k', kind, 0, 0, 0]);
                sparse.Write(kind == 8 ? size : [0, 0, 0, 0, .. size]);
                sparse.SetLength(1L << 31);
            }

            Assert.That(() => GgufFile.Open(folder.File("a.gguf")), Refused("counts 1073741824 items where at most 67108864"));
        }
    }

    /// <summary>Cuts or changes a valid file at every place: the reader must refuse or read, never fail otherwise.</summary>
    [Test]
    public void Any_damage_is_refused_or_harmless()
    {
        using TemporaryFolder folder = new();
        byte[] valid = Valid();
        for (int i = 0; i < valid.Length; i++)
        {
            byte[] changed = [.. valid];
            changed[i] ^= 0xF1;
            foreach (byte[] content in new[] { valid[..i], changed })
            {
                try
                {
                    using GgufFile file = GgufFile.Open(Write(folder, content));
                    foreach (string name in file.Tensors.Keys)
                    {
                        file.Read(name, CPU).Dispose();
                    }
                }
                catch (CheckpointException)
                {
                    // refused, as it should be
                }
            }
        }
    }

    private static NUnit.Framework.Constraints.ContainsConstraint Refused(string problem) => Throws.TypeOf<CheckpointException>().With.Message.Contains(problem);

    private static string Write(TemporaryFolder folder, byte[] content)
    {
        File.WriteAllBytes(folder.File("a.gguf"), content);
        return folder.File("a.gguf");
    }

    private static byte[] Valid(uint type = 0, long offset = 0)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        void Text(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            writer.Write((long)bytes.Length);
            writer.Write(bytes);
        }

        void Key(string key, uint kind)
        {
            Text(key);
            writer.Write(kind);
        }

        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write(1L);
        writer.Write(7L);
        Key("text", 8);
        Text("grüß");
        Key("whole", 4);
        writer.Write(7u);
        Key("real", 6);
        writer.Write(0.5f);
        Key("flag", 7);
        writer.Write((byte)1);
        Key("texts", 9);
        writer.Write(8u);
        writer.Write(2L);
        Text("a");
        Text("b");
        Key("wholes", 9);
        writer.Write(5u);
        writer.Write(2L);
        writer.Write(-1);
        writer.Write(2);
        Key("reals", 9);
        writer.Write(12u);
        writer.Write(1L);
        writer.Write(1.5);
        Text("w");
        writer.Write(2u);
        writer.Write(3L);
        writer.Write(2L);
        writer.Write(type);
        writer.Write(offset);
        while (stream.Length % 32 != 0)
        {
            writer.Write((byte)0);
        }

        for (int i = 0; i < 6; i++)
        {
            writer.Write((float)i);
        }

        return stream.ToArray();
    }
}
