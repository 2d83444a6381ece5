namespace SotopiaPi;

/// <summary>Writes files and folders so that a reader sees either the old or the whole new content, also after a crash or on a full disk.</summary>
public static class AtomicFile
{
    /// <summary>Writes a text file in UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file; its folder is made when missing.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="IOException">The folder cannot be written; the message names it. An older file is untouched.</exception>
    public static void WriteAllText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream =>
        {
            using StreamWriter writer = new(stream, leaveOpen: true);
            writer.Write(text);
        });
    }

    /// <summary>Writes a file through a callback.</summary>
    /// <param name="path">The file; its folder is made when missing.</param>
    /// <param name="write">Writes the content; when it throws, an older file is untouched.</param>
    /// <exception cref="IOException">The folder cannot be written; the message names it.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string temporary = Path.Combine(folder, "." + Path.GetFileName(path) + "." + Guid.NewGuid().ToString("N") + ".tmp");
        try
        {
            Directory.CreateDirectory(folder);
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception)
        {
            TryDelete(temporary);
            if (exception is UnauthorizedAccessException or IOException)
            {
                throw new IOException($"'{path}' could not be written ({exception.Message}). Wanted: a folder with free space that this user may write to. Choose another folder or free some space; nothing was changed.", exception);
            }

            throw;
        }
    }

    /// <summary>Fills a folder under a temporary name beside its place, then moves it there.</summary>
    /// <param name="folder">The folder; one that exists is replaced.</param>
    /// <param name="fill">Fills the folder whose path it is given; when it throws, an older folder is untouched.</param>
    public static void WriteFolder(string folder, Action<string> fill)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(fill);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string temporary = target + "." + Guid.NewGuid().ToString("N") + ".tmp";
        try
        {
            Directory.CreateDirectory(temporary);
            fill(temporary);
            if (Directory.Exists(target))
            {
                string old = temporary + ".old";
                Directory.Move(target, old);
                Directory.Move(temporary, target);
                Directory.Delete(old, recursive: true);
            }
            else
            {
                Directory.Move(temporary, target);
            }
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to tell; a left-over temporary file harms nobody.
        }
    }
}
