using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Table look-ups that TorchSharp wraps only as modules.</summary>
internal static class AtenLookup
{
    /// <summary>Takes rows of a table, on any device: [V, D] and [..] to [.., D]. Autograd records it; the gradient of the table is dense.</summary>
    /// <param name="table">[V, D].</param>
    /// <param name="ids">int64 or int32, each from 0 to V − 1.</param>
    public static Tensor Embedding(Tensor table, Tensor ids)
    {
        const long noPadding = -1;
        if (table.dim() != 2)
        {
            throw new ArgumentException($"Embedding got a table [{string.Join(", ", table.shape)}]: it must be [V, D].", nameof(table));
        }

        var arguments = default(AtenArguments);
        arguments.Add(table);
        arguments.Add(ids);
        arguments.Add(noPadding);
        arguments.Add(false);  // scale_grad_by_freq
        arguments.Add(false);  // sparse
        return AtenDispatcher.Call("aten::embedding"u8, ref arguments);
    }
}
