using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

/// <summary>Damaged models are refused with a <see cref="CheckpointException"/> or load; nothing else happens, whatever the damage.</summary>
[LiveTensorsFlat]
internal sealed class DamagedModelTests
{
    private static readonly DecoderOptions s_options = new() { MaxPositions = 32 };

    [TestCase("config.json", 400)]
    [TestCase("model.safetensors.index.json", 300)]
    [TestCase("first shard", 300)]
    [TestCase("model.gguf", 500)]
    public void Any_damage_is_refused_or_harmless(string name, int count)
    {
        using TemporaryFolder folder = new();
        using Generator generator = new(1);
        using (Decoder decoder = Decoder.Create(TinyConfig.Llama(), generator))
        {
            decoder.Save(folder.Path, maxShardBytes: 6000);
            GgufExport.Write(decoder, folder.File("model.gguf"), new GgufExportOptions { Type = "F32" });
        }

        string path = name == "first shard" ? Directory.GetFiles(folder.Path, "model-00001-of-*").Single() : folder.File(name);
        byte[] valid = File.ReadAllBytes(path);
        int header = name.EndsWith(".json", StringComparison.Ordinal) ? valid.Length : Math.Min(valid.Length, 2500);
        string model = name.EndsWith(".gguf", StringComparison.Ordinal) ? path : folder.Path;
        Random random = new(7);
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            File.WriteAllBytes(path, [.. Mutation.Of(valid[..header], random), .. valid[header..]]);
            try
            {
                using Decoder decoder = Decoder.Load(model, s_options);
                using var scope = NewDisposeScope();
                using var off = no_grad();
                decoder.forward(tensor(new long[] { 0, 1 }));
            }
            catch (CheckpointException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(count / 3));
    }

    [Test]
    public void A_configuration_of_two_gigabytes_is_refused_unread()
    {
        using TemporaryFolder folder = new();
        using (FileStream sparse = File.Create(folder.File("config.json")))
        {
            sparse.SetLength(1L << 31);
        }

        Assert.That(() => Decoder.Load(folder.Path), Throws.TypeOf<CheckpointException>().With.Message.Contains("has 2147483648 bytes, wanted at most"));
    }
}
