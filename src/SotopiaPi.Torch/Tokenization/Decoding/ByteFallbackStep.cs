using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace SotopiaPi.Torch;

/// <summary>
/// Joins runs of byte tokens <c>&lt;0xNN&gt;</c>. A run that is not UTF-8 as a whole becomes one U+FFFD for each of its bytes, as in the
/// reference.
/// </summary>
internal sealed class ByteFallbackStep : IDecoderStep
{
    public void Apply(List<string> texts, bool continues)
    {
        List<byte> run = [];
        int kept = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            if (ByteTokens.TryParse(texts[i], out byte value))
            {
                run.Add(value);
                continue;
            }

            string text = texts[i];
            kept = Flush(run, texts, kept);
            texts[kept++] = text;
        }

        kept = Flush(run, texts, kept);
        texts.RemoveRange(kept, texts.Count - kept);
    }

    private static int Flush(List<byte> run, List<string> texts, int kept)
    {
        ReadOnlySpan<byte> bytes = CollectionsMarshal.AsSpan(run);
        if (bytes.Length > 0 && Utf8.IsValid(bytes))
        {
            texts[kept++] = Encoding.UTF8.GetString(bytes);
        }
        else
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                texts[kept++] = "\uFFFD";
            }
        }

        run.Clear();
        return kept;
    }
}
