namespace SotopiaPi.Torch.Tests;

internal sealed class ElfVersionPatchTests
{
    [Test]
    public void MakeWeak_sets_one_bit_of_a_copy()
    {
        byte[] file = TinyElf.Build(["GLIBC_2.34", "GLIBCXX_3.4.32"]);
        byte[] before = [.. file];
        byte[] patched = ElfVersionPatch.MakeWeak(file, "GLIBCXX_3.4.32", "a.so");
        int offset = ElfVersionNeeds.Read(file)[1].FlagsOffset;
        Assert.That(file, Is.EqualTo(before));
        Assert.That(patched[offset], Is.EqualTo(2));
        patched[offset] = 0;
        Assert.That(patched, Is.EqualTo(before));
    }

    [TestCase(0, "GLIBC_2.34")]
    [TestCase(2, "GLIBCXX_3.4.32", "GLIBCXX_3.4.32")]
    public void MakeWeak_refuses_a_file_that_does_not_name_the_version_once(int count, params string[] versions) =>
        Assert.That(
            () => ElfVersionPatch.MakeWeak(TinyElf.Build(versions), "GLIBCXX_3.4.32", "a.so"),
            Throws.TypeOf<BadImageFormatException>().With.Message.Contains($"'a.so' names the symbol version GLIBCXX_3.4.32 {count} times"));
}
