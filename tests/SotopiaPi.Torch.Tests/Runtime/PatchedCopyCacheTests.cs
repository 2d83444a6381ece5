namespace SotopiaPi.Torch.Tests;

internal sealed class PatchedCopyCacheTests
{
    private static readonly byte[] s_original = [1, 2, 3];
    private static readonly byte[] s_patched = [1, 9, 3];

    [Test]
    public void Write_puts_the_copy_below_a_folder_named_by_the_original()
    {
        using var root = new TemporaryFolder();
        string file = PatchedCopyCache.Write(root.Path, s_original, s_patched, "a.so");
        string other = PatchedCopyCache.Write(root.Path, [7], s_patched, "a.so");
        Assert.That(File.ReadAllBytes(file), Is.EqualTo(s_patched));
        Assert.That(Path.GetFileName(file), Is.EqualTo("a.so"));
        Assert.That(other, Is.Not.EqualTo(file));
    }

    [Test]
    public void Write_leaves_an_equal_copy_alone()
    {
        using var root = new TemporaryFolder();
        string file = PatchedCopyCache.Write(root.Path, s_original, s_patched, "a.so");
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        PatchedCopyCache.Write(root.Path, s_original, s_patched, "a.so");
        Assert.That(File.GetLastWriteTimeUtc(file), Is.EqualTo(DateTime.UnixEpoch));
    }

    [Test]
    public void Write_replaces_a_damaged_copy_and_leaves_no_temporary_file()
    {
        using var root = new TemporaryFolder();
        string file = PatchedCopyCache.Write(root.Path, s_original, s_patched, "a.so");
        File.WriteAllBytes(file, [1, 9]);
        PatchedCopyCache.Write(root.Path, s_original, s_patched, "a.so");
        Assert.That(File.ReadAllBytes(file), Is.EqualTo(s_patched));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(file)!), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_may_be_called_by_many_at_once()
    {
        using var root = new TemporaryFolder();
        byte[] large = new byte[1 << 20];
        Parallel.For(0, 16, _ =>
            Assert.That(File.ReadAllBytes(PatchedCopyCache.Write(root.Path, s_original, large, "a.so")), Has.Length.EqualTo(large.Length)));
    }

    [Test]
    public void Write_names_the_folder_and_the_way_out_when_it_cannot_write()
    {
        using var root = new TemporaryFolder();
        string blocked = root.File("file");
        File.WriteAllText(blocked, "");
        Assert.That(
            () => PatchedCopyCache.Write(blocked, s_original, s_patched, "a.so"),
            Throws.TypeOf<DllNotFoundException>().With.Message.Contains(blocked).And.Message.Contains("XDG_DATA_HOME").And.Message.Contains("GCC 13"));
    }
}
