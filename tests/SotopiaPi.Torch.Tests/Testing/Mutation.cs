namespace SotopiaPi.Torch.Tests;

/// <summary>Damages files: flips, cuts, repeats, swaps, and numbers that become large or negative.</summary>
internal static class Mutation
{
    private static readonly byte[][] s_pieces =
    [
        "-1"u8.ToArray(), "99999999999"u8.ToArray(), "2147483647"u8.ToArray(), "\\ud800"u8.ToArray(), "null"u8.ToArray(), "{{"u8.ToArray(), "%}"u8.ToArray(), "[[[["u8.ToArray(),
        "\""u8.ToArray(), "range(99999)"u8.ToArray(), " * 99999"u8.ToArray(), "|list"u8.ToArray(), ".x"u8.ToArray(), "(a+)+$"u8.ToArray(), [0xFF, 0xFE], [0xED, 0xA0, 0x80], [0, 0, 0, 0], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
    ];

    public static byte[] Of(byte[] source, Random random)
    {
        List<byte> bytes = [.. source];
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.RemoveRange(at, random.Next(10) == 0 ? bytes.Count - at : 1);
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 5:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                default:
                    bytes.InsertRange(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
