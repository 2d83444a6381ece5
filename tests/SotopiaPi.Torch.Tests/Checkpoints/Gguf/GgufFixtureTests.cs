using System.Text.Json;
using System.Text.Json.Nodes;
using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[Category("Fixtures.lm")]
[LiveTensorsFlat]
internal sealed class GgufFixtureTests
{
    private static string ModelPath => SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf");

    [Test]
    public void Tensors_and_metadata_of_the_real_model_are_listed()
    {
        JsonObject expected = JsonNode.Parse(File.ReadAllText(SharedFolder.Fixture("lm/smollm2/gguf.json")))!.AsObject();
        using GgufFile file = GgufFile.Open(ModelPath);
        Assert.That(file.Tensors, Has.Count.EqualTo(expected["tensors"]!.AsArray().Count));
        foreach (JsonNode? tensor in expected["tensors"]!.AsArray())
        {
            StoredTensor stored = file.Tensors[(string)tensor!["name"]!];
            Assert.That(stored.Type, Is.EqualTo((string)tensor["type"]!));
            Assert.That(stored.Shape.Reverse(), Is.EqualTo(tensor["ne"]!.AsArray().Select(size => (long)size!)));
            Assert.That(stored.Length, Is.EqualTo((long)tensor["data_bytes"]!));
        }

        foreach ((string key, JsonNode? value) in expected["metadata"]!.AsObject())
        {
            Assert.That(value!.GetValueKind() switch
            {
                JsonValueKind.String => file.Metadata.Text(key) == (string)value!,
                JsonValueKind.Number => file.Metadata.Number(key) == (double)value!,
                _ => file.Metadata.Flag(key) == (bool)value!,
            }, key);
        }

        Assert.That(file.Metadata.Texts("tokenizer.ggml.tokens"), Has.Count.EqualTo(49152).And.Some.EqualTo("<|im_start|>"));
    }

    [Test]
    public void Values_of_the_real_model_are_exact()
    {
        using Goldens goldens = new(SharedFolder.Fixture("lm/smollm2"));
        JsonObject description = JsonNode.Parse(File.ReadAllText(Path.Combine(goldens.Folder, "gguf.json")))!.AsObject();
        using GgufFile file = GgufFile.Open(ModelPath);
        using var scope = NewDisposeScope();
        foreach (JsonNode? slice in description["slices"]!.AsArray())
        {
            string name = (string)slice!["tensor"]!;
            Tensor whole = file.Read(name, CPU);
            Tensor actual = whole.dim() == 1 ? whole : whole.narrow(0, (long)slice["first_row"]!, (long)slice["rows"]!);
            Tensor expected = goldens[$"slice.{name}.float"];
            Assert.That(Tensors.MaxDifference(actual.reshape(expected.shape), expected), Is.Zero, name);
        }
    }
}
