using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SotopiaPi;

/// <summary>Makes the keys and seeds of units of work: equal inputs give equal keys in every process and on every machine.</summary>
public static class StableKey
{
    /// <summary>Hashes the parts in order. Parts are length-prefixed, so that their borders count.</summary>
    /// <param name="parts">The parts; <see langword="null"/> differs from the empty text.</param>
    /// <returns>32 lower-case hexadecimal digits (128 bits of SHA-256): safe as a file name.</returns>
    public static string Of(IEnumerable<string?> parts) => Convert.ToHexStringLower(Hash(parts).AsSpan(0, 16));

    /// <summary>Hashes the parts to a seed.</summary>
    /// <param name="parts">The parts, as for <see cref="Of"/>.</param>
    /// <returns>A number from 0 to 2⁶³ − 1.</returns>
    public static long Seed(IEnumerable<string?> parts) => BinaryPrimitives.ReadInt64LittleEndian(Hash(parts)) & long.MaxValue;

    private static byte[] Hash(IEnumerable<string?> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (string? part in parts)
        {
            byte[] bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, part is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
