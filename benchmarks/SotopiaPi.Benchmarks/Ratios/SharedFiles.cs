namespace SotopiaPi.Benchmarks;

/// <summary>Finds files of others that benchmarks measure on: below <c>SOTOPIAPI_SHARED</c>, or the folder <c>shared</c> beside the repository.</summary>
internal static class SharedFiles
{
    /// <summary>The full path of a file or folder below the shared folder.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static string Path(string relative)
    {
        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Root(), relative));
        return System.IO.Path.Exists(path)
            ? path
            : throw new FileNotFoundException($"'{path}' does not exist: set SOTOPIAPI_SHARED to the folder that holds '{relative}'.");
    }

    private static string Root()
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
