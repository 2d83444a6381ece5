using System.Runtime.Intrinsics.X86;

namespace SotopiaPi.Torch.Tests;

internal sealed unsafe class Nf4DecoderTests
{
    private static readonly float[] s_scales = [.. Enumerable.Range(0, 5).Select(i => (i * 0.37f) + 0.01f)];
    private static readonly byte[] s_codes = [.. Enumerable.Range(0, 160).Select(i => (byte)((i * 97) + (i / 3)))];

    private delegate void Form(byte* codes, float* scales, float* values, long blocks, float* levels);

    [Test]
    public void Vector_forms_agree_with_plain_loops_to_the_bit()
    {
        float[] expected = Run((codes, scales, values, blocks, levels) => Nf4Decoder.Plain(codes, scales, values, 0, blocks * Nf4.BlockSize, levels));
        Assert.Multiple(() =>
        {
            if (Avx2.IsSupported)
            {
                Assert.That(Run(Nf4Decoder.Decode256), Is.EqualTo(expected), "AVX2");
            }

            if (Avx512F.IsSupported)
            {
                Assert.That(Run(Nf4Decoder.Decode512), Is.EqualTo(expected), "AVX-512");
            }
        });
    }

    [TestCase(1)]
    [TestCase(64)]
    [TestCase(65)]
    [TestCase(127)]
    public void A_short_last_block_writes_nothing_behind_it(int count)
    {
        float[] values = new float[count + 8];
        Array.Fill(values, 7f);
        fixed (byte* codes = s_codes)
        fixed (float* scales = s_scales)
        fixed (float* target = values)
        {
            Nf4Decoder.Decode(codes, scales, target, count);
        }

        Assert.That(values[count..], Has.All.EqualTo(7f));
        Assert.That(values[count - 1], Is.Not.EqualTo(7f));
    }

    [Test]
    public void Rounding_to_bfloat16_ties_to_even()
    {
        uint[] bits = [0x3F80_8000, 0x3F81_8000, 0x3F80_8001, 0x3F80_7FFF, 0xBF80_8000, 0, .. Enumerable.Repeat(0x3F81_8000u, 20)];
        ushort[] rounded = new ushort[bits.Length];
        fixed (uint* source = bits)
        fixed (ushort* target = rounded)
        {
            Nf4Decoder.Round((float*)source, target, bits.Length);
        }

        Assert.That(rounded, Is.EqualTo([0x3F80, 0x3F82, 0x3F81, 0x3F80, 0xBF80, 0, .. Enumerable.Repeat((ushort)0x3F82, 20)]));
    }

    private static float[] Run(Form form)
    {
        float[] values = new float[5 * Nf4.BlockSize];
        fixed (byte* codes = s_codes)
        fixed (float* scales = s_scales, target = values, levels = Nf4.Levels)
        {
            form(codes, scales, target, 5, levels);
        }

        return values;
    }
}
