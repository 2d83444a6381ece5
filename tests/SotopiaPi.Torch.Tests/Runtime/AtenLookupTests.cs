using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class AtenLookupTests
{
    [Test]
    public void Embedding_equals_index_select_with_its_gradient()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(5);
        Tensor ids = tensor([3L, 0, 3, 4, 1, 0], [2, 3], device: CPU);
        Gradients.Compare(
            Gradients.Leaves(random, [5, 4]),
            x => AtenLookup.Embedding(x[0], ids),
            x => x[0].index_select(0, ids.flatten()).view(2, 3, 4));
    }

    [Test]
    public void Embedding_refuses_a_table_that_is_no_matrix()
    {
        using var scope = NewDisposeScope();
        Assert.That(() => AtenLookup.Embedding(zeros(5), zeros(1, dtype: int64)), Throws.ArgumentException.With.Message.Contains("a table [5]"));
    }
}
