using SotopiaPi.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class SafetensorsFolderTests
{
    [Test]
    public void Shards_are_read_as_one()
    {
        using TemporaryFolder folder = new();
        Shard(folder, "one.safetensors", "a");
        Shard(folder, "two.safetensors", "b");
        Index(folder, """{"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}""");
        using SafetensorsFolder source = SafetensorsFolder.Open(folder.Path);
        Assert.That(source.Tensors.Keys, Is.EquivalentTo(["a", "b"]));
        using Tensor b = source.Read("b", CPU);
        Assert.That(b.data<float>().ToArray(), Is.EqualTo([1f, 1f, 1f]));
    }

    [TestCase("../one.safetensors")]
    [TestCase("/etc/passwd")]
    [TestCase("..\\\\one.safetensors")]
    [TestCase("C:one.safetensors")]
    [TestCase("..")]
    [TestCase("")]
    public void Shard_names_that_leave_the_folder_are_refused(string name)
    {
        using TemporaryFolder folder = new();
        Shard(folder, "one.safetensors", "a");
        Index(folder, """{"weight_map": {"a": "NAME"}}""".Replace("NAME", name, StringComparison.Ordinal));
        Assert.That(() => SafetensorsFolder.Open(folder.Path), Throws.TypeOf<CheckpointException>().With.Message.Contains("is not a plain file name"));
    }

    [TestCase("""{"weight_map": {"a": "none.safetensors"}}""", "the shard 'none.safetensors' is missing")]
    [TestCase("""{"weight_map": {"c": "one.safetensors"}}""", "tensor 'c' should lie in 'one.safetensors', which does not have it")]
    [TestCase("""{"weight_map": {"a": 3}}""", "wanted an object 'weight_map'")]
    [TestCase("""{"weights": {}}""", "wanted an object 'weight_map'")]
    [TestCase("""{"weight_map": """, "not valid JSON")]
    public void A_wrong_index_is_refused(string index, string problem)
    {
        using TemporaryFolder folder = new();
        Shard(folder, "one.safetensors", "a");
        Index(folder, index);
        Assert.That(() => SafetensorsFolder.Open(folder.Path), Throws.TypeOf<CheckpointException>().With.Message.Contains(problem));
    }

    [Test]
    public void An_index_of_two_gigabytes_is_refused_unread()
    {
        using TemporaryFolder folder = new();
        using (FileStream sparse = File.Create(folder.File("model.safetensors.index.json")))
        {
            sparse.SetLength(1L << 31);
        }

        Assert.That(() => SafetensorsFolder.Open(folder.Path), Throws.TypeOf<CheckpointException>().With.Message.Contains("has 2147483648 bytes, wanted at most"));
    }

    [Test]
    public void A_folder_without_weights_and_a_missing_folder_are_told_apart()
    {
        using TemporaryFolder folder = new();
        Assert.That(() => SafetensorsFolder.Open(folder.Path), Throws.TypeOf<CheckpointException>().With.Message.Contains("neither model.safetensors nor"));
        Assert.That(() => SafetensorsFolder.Open(folder.File("none")), Throws.TypeOf<CheckpointException>().With.Message.Contains("there is no such folder"));
    }

    private static void Index(TemporaryFolder folder, string text) => File.WriteAllText(folder.File("model.safetensors.index.json"), text);

    private static void Shard(TemporaryFolder folder, string file, string tensor)
    {
        using Tensor values = ones(3);
        SafetensorsWriter.Write(folder.File(file), new Dictionary<string, Tensor> { [tensor] = values });
    }
}
