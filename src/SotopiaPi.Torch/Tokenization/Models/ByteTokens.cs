using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>The tokens <c>&lt;0x00&gt;</c> … <c>&lt;0xFF&gt;</c> that stand for single bytes.</summary>
internal static class ByteTokens
{
    /// <summary>The id of each byte's token, −1 where the vocabulary has none.</summary>
    public static int[] Ids(Vocabulary vocabulary)
    {
        int[] ids = new int[256];
        for (int b = 0; b < 256; b++)
        {
            ids[b] = vocabulary.FindInModel(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>"));
        }

        return ids;
    }

    /// <summary>Reads a byte token.</summary>
    public static bool TryParse(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
