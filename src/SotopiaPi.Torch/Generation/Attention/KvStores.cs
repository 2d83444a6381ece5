using TorchSharp;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Makes the store that suits a device.</summary>
internal static class KvStores
{
    /// <summary>Reserves as many blocks as the budget holds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The budget holds no block.</exception>
    public static IKvStore Create(Device device, ScalarType type, KvLayout layout, long budgetBytes)
    {
        bool isCpu = device.type == DeviceType.CPU;
        long blockBytes = isCpu ? CpuKvStore.BlockBytesOf(layout) : TorchKvStore.BlockBytesOf(layout, type);
        if (budgetBytes < blockBytes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(budgetBytes), budgetBytes, $"The memory for keys and values must hold at least {KvLayout.BlockTokens} tokens, which take {blockBytes} bytes in this model.");
        }

        int blocks = (int)Math.Min(budgetBytes / blockBytes, int.MaxValue / KvLayout.BlockTokens);
        return isCpu ? new CpuKvStore(layout, blocks) : new TorchKvStore(layout, blocks, device, type);
    }
}
