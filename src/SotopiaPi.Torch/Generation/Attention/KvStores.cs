using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Makes the store that suits a device.</summary>
internal static class KvStores
{
    /// <summary>Reserves as many blocks as the budget holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The budget holds no block.</exception>
    public static IKvStore Create(Device device, KvLayout layout, long budgetBytes)
    {
        long blockBytes = CpuKvStore.BlockBytesOf(layout);
        if (budgetBytes < blockBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(budgetBytes), budgetBytes, $"The memory for keys and values must hold at least {KvLayout.BlockTokens} tokens, which take {blockBytes} bytes in this model.");
        }

        return new CpuKvStore(layout, (int)Math.Min(budgetBytes / blockBytes, int.MaxValue));
    }
}
