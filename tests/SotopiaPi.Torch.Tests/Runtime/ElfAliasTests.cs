using System.Text;

namespace SotopiaPi.Torch.Tests;

internal sealed class ElfAliasTests
{
    [Test]
    [Platform("Linux")]
    public void Rename_points_the_short_name_of_libtorchs_stub_into_that_of_a_needed_library()
    {
        string stub = NativeFiles.Require("libtorch.so", "libtorch");
        byte[] before = File.ReadAllBytes(stub);
        byte[] alias = ElfAlias.Rename(before, "libtorch_cpu.so", 3, stub);
        Assert.That(alias, Has.Length.EqualTo(before.Length));
        Assert.That(alias.Zip(before).Count(pair => pair.First != pair.Second), Is.InRange(1, 2));
        Assert.That(Encoding.Latin1.GetString(before), Does.Contain("libtorch_cpu.so\0"));
        Assert.That(() => ElfAlias.Rename(before, "libnothing.so", 3, stub), Throws.TypeOf<BadImageFormatException>().With.Message.Contains("does not need libnothing.so"));
    }

    [Test]
    public void Rename_refuses_a_file_without_a_short_name() =>
        Assert.That(
            () => ElfAlias.Rename(TinyElf.Build(["GLIBC_2.34"]), "libtorch_cpu.so", 3, "a.so"),
            Throws.TypeOf<BadImageFormatException>().With.Message.Contains("'a.so' has no short name"));
}
