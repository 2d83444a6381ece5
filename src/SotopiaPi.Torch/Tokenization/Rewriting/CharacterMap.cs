using System.Buffers.Binary;
using System.Text;

namespace SotopiaPi.Torch;

/// <summary>
/// A precompiled map of SentencePiece: a double-array trie from UTF-8 keys to places in a block of zero-terminated replacements.
/// </summary>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    /// <summary>Reads a map: the trie's size in bytes, the trie, the replacements.</summary>
    /// <exception cref="TokenizerException">The map is damaged.</exception>
    public CharacterMap(ReadOnlySpan<byte> map)
    {
        uint size = map.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(map) : 0;
        if (size == 0 || size % 4 != 0 || size > map.Length - 4)
        {
            throw new TokenizerException($"The precompiled character map is damaged: {map.Length} bytes with a trie of {size}.");
        }

        _units = new uint[size / 4];
        for (int i = 0; i < _units.Length; i++)
        {
            _units[i] = BinaryPrimitives.ReadUInt32LittleEndian(map[(4 + (4 * i))..]);
        }

        _replacements = map[(int)(4 + size)..].ToArray();
    }

    /// <summary>Finds a key that the text begins with: the shortest or the longest.</summary>
    /// <returns>The length of the key in bytes; 0 when there is none.</returns>
    public int Match(ReadOnlySpan<byte> text, bool longest, out string replacement)
    {
        int length = 0;
        int value = 0;
        uint position = Offset(_units[0]);
        for (int i = 0; i < text.Length && text[i] != 0; i++)
        {
            position ^= text[i];
            if (position >= _units.Length || Label(_units[position]) != text[i])
            {
                break;
            }

            uint unit = _units[position];
            position ^= Offset(unit);
            if (HasLeaf(unit) && position < _units.Length)
            {
                (length, value) = (i + 1, (int)(_units[position] & 0x7FFFFFFF));
                if (!longest)
                {
                    break;
                }
            }
        }

        replacement = length == 0 ? "" : Replacement(value);
        return length;
    }

    private string Replacement(int start)
    {
        if (start >= _replacements.Length)
        {
            return "";
        }

        ReadOnlySpan<byte> rest = _replacements.AsSpan(start);
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static bool HasLeaf(uint unit) => (unit & 0x100) != 0;

    private static uint Label(uint unit) => unit & 0x800000FF;

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);
}
