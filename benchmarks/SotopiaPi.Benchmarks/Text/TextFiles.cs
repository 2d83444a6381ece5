namespace SotopiaPi.Benchmarks;

/// <summary>Finds the text fixtures: <c>SOTOPIAPI_FIXTURES</c>, <c>SOTOPIAPI_SHARED</c>, or the folder <c>shared</c> beside the repository.</summary>
internal static class TextFiles
{
    /// <summary>The full path of a file or folder below the text fixtures.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static string Path(string relative)
    {
        string? fixtures = Environment.GetEnvironmentVariable("SOTOPIAPI_FIXTURES");
        string root = !string.IsNullOrEmpty(fixtures) ? fixtures : System.IO.Path.Combine(Shared(), "fixtures");
        string path = System.IO.Path.Combine(root, "text", relative);
        return System.IO.Path.Exists(path)
            ? path
            : throw new FileNotFoundException($"'{path}' does not exist: set SOTOPIAPI_FIXTURES to the fixtures folder.");
    }

    private static string Shared()
    {
        string? named = Environment.GetEnvironmentVariable("SOTOPIAPI_SHARED");
        if (!string.IsNullOrEmpty(named))
        {
            return named;
        }

        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "SotopiaPi.sln")))
        {
            folder = folder.Parent;
        }

        return System.IO.Path.Combine(folder?.FullName ?? ".", "..", "shared");
    }
}
