namespace SotopiaPi.Torch.Tests;

internal sealed class ElfVersionNeedsTests
{
    private static readonly byte[] s_file = TinyElf.Build(["GLIBC_2.34"], ["CXXABI_1.3", "GLIBCXX_3.4.32"]);

    [Test]
    public void Read_lists_the_versions_of_every_library_in_order() =>
        Assert.That(ElfVersionNeeds.Read(s_file).Select(n => n.Version), Is.EqualTo(["GLIBC_2.34", "CXXABI_1.3", "GLIBCXX_3.4.32"]));

    [Test]
    public void Read_points_at_the_flags_of_each_version()
    {
        int table = s_file.Length - 16 - 16 - 16 - 32;
        Assert.That(ElfVersionNeeds.Read(s_file).Select(n => n.FlagsOffset), Is.EqualTo([table + 20, table + 52, table + 68]));
    }

    [Test]
    public void Read_refuses_a_file_that_is_no_elf_file([Values(0, 1, 2, 3, 4, 5)] int at)
    {
        byte[] file = [.. s_file];
        file[at]++;
        Assert.That(() => ElfVersionNeeds.Read(file), Throws.TypeOf<BadImageFormatException>().With.Message.Contains("64-bit little-endian ELF"));
    }

    [Test]
    public void Read_refuses_every_truncation()
    {
        for (int length = 0; length < s_file.Length; length++)
        {
            Assert.That(() => ElfVersionNeeds.Read(s_file.AsSpan(0, length)), Throws.TypeOf<BadImageFormatException>(), $"{length} bytes");
        }
    }

    [Test]
    public void Read_survives_every_changed_byte()
    {
        for (int at = 0; at < s_file.Length; at++)
        {
            foreach (byte value in new byte[] { 0, 1, 0x7F, 0x80, 0xFF })
            {
                byte[] file = [.. s_file];
                file[at] = value;
                Assert.That(() => Try(file), Throws.Nothing, $"byte {at} = {value}");
            }
        }
    }

    private static void Try(byte[] file)
    {
        try
        {
            ElfVersionNeeds.Read(file);
        }
        catch (BadImageFormatException)
        {
            // The one exception that a damaged file may cause.
        }
    }
}
