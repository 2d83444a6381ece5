namespace SotopiaPi.Benchmarks;

/// <summary>Finds the text fixtures: <c>SOTOPIAPI_FIXTURES</c>, or those of <see cref="SharedFiles"/>.</summary>
internal static class TextFiles
{
    /// <summary>The full path of a file or folder below the text fixtures.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static string Path(string relative)
    {
        string? fixtures = Environment.GetEnvironmentVariable("SOTOPIAPI_FIXTURES");
        if (string.IsNullOrEmpty(fixtures))
        {
            return SharedFiles.Path(System.IO.Path.Combine("fixtures", "text", relative));
        }

        string path = System.IO.Path.Combine(fixtures, "text", relative);
        return System.IO.Path.Exists(path)
            ? path
            : throw new FileNotFoundException($"'{path}' does not exist: set SOTOPIAPI_FIXTURES to the fixtures folder.");
    }
}
