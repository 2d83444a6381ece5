namespace SotopiaPi;

/// <summary>Makes folders and files that only their owner can read (on Unix; elsewhere the folder's own rules hold).</summary>
internal static class OwnerOnly
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, File600 | UnixFileMode.UserExecute);
        }
    }

    public static FileStream OpenFile(string path, FileMode mode, FileShare share)
    {
        FileStreamOptions options = new() { Mode = mode, Access = mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File600;
        }

        return new FileStream(path, options);
    }

    /// <summary>Writes a new file that is whole or absent.</summary>
    public static void WriteFile(string path, byte[] content)
    {
        string temporary = path + ".tmp";
        try
        {
            using (FileStream file = OpenFile(temporary, FileMode.Create, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
