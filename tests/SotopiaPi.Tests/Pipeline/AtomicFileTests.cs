using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

public sealed class AtomicFileTests
{
    [Test]
    public void WriteAllText_makes_the_folder_and_replaces_an_older_file()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("a/b/text.txt");
        AtomicFile.WriteAllText(file, "a much longer old text");
        AtomicFile.WriteAllText(file, "new");
        Assert.That(File.ReadAllText(file), Is.EqualTo("new"));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(file)!), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_keeps_the_old_file_when_writing_fails()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("text.txt");
        AtomicFile.WriteAllText(file, "old");
        Assert.Throws<InvalidDataException>(() => AtomicFile.Write(file, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidDataException("broken");
        }));
        Assert.That(File.ReadAllText(file), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_names_the_file_and_the_way_out_when_the_folder_cannot_be_made()
    {
        using TemporaryFolder folder = new();
        AtomicFile.WriteAllText(folder.File("file"), "not a folder");
        IOException error = Assert.Throws<IOException>(() => AtomicFile.WriteAllText(folder.File("file/inside.txt"), "x"))!;
        Assert.That(error.Message, Does.Contain("inside.txt").And.Contain("Choose another folder"));
    }

    [Test]
    public void WriteFolder_replaces_the_whole_folder()
    {
        using TemporaryFolder folder = new();
        AtomicFile.WriteFolder(folder.File("adapter"), path => File.WriteAllText(Path.Combine(path, "old.txt"), "old"));
        AtomicFile.WriteFolder(folder.File("adapter"), path => File.WriteAllText(Path.Combine(path, "new.txt"), "new"));
        Assert.That(Directory.GetFiles(folder.File("adapter")).Select(Path.GetFileName), Is.EqualTo(new[] { "new.txt" }));
        Assert.That(Directory.GetDirectories(folder.Path), Has.Length.EqualTo(1));
    }

    [Test]
    public void WriteFolder_keeps_the_old_folder_when_filling_fails()
    {
        using TemporaryFolder folder = new();
        AtomicFile.WriteFolder(folder.File("adapter"), path => File.WriteAllText(Path.Combine(path, "old.txt"), "old"));
        Assert.Throws<IOException>(() => AtomicFile.WriteFolder(folder.File("adapter"), _ => throw new IOException("disk full")));
        Assert.That(File.Exists(folder.File("adapter/old.txt")));
        Assert.That(Directory.GetDirectories(folder.Path), Has.Length.EqualTo(1));
    }
}
