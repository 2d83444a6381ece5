namespace SotopiaPi.Testing;

/// <summary>
/// Finds the shared folder (<c>SOTOPIAPI_SHARED</c>, default <c>../shared</c> beside the repository) and the fixtures
/// (<c>SOTOPIAPI_FIXTURES</c>, default its folder <c>fixtures</c>). A missing default folder skips the test with a reason;
/// a folder that was named explicitly and is missing or has no cases fails it.
/// </summary>
internal static class SharedFolder
{
    /// <summary>The repository's root: the nearest parent of the test assembly that holds <c>SotopiaPi.sln</c>.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    private static string? NamedShared => NullIfEmpty(Environment.GetEnvironmentVariable("SOTOPIAPI_SHARED"));

    private static string? NamedFixtures => NullIfEmpty(Environment.GetEnvironmentVariable("SOTOPIAPI_FIXTURES"));

    /// <summary>A path below the shared folder; skips the test when the default folder does not exist.</summary>
    public static string Path(string relative)
    {
        string root = NamedShared ?? System.IO.Path.Combine(RepositoryRoot, "..", "shared");
        return Require(System.IO.Path.GetFullPath(System.IO.Path.Combine(root, relative)), NamedShared is not null, "SOTOPIAPI_SHARED");
    }

    /// <summary>A path below the fixtures folder; skips the test when the default folder does not exist.</summary>
    public static string Fixture(string relative) =>
        NamedFixtures is { } named
            ? Require(System.IO.Path.GetFullPath(System.IO.Path.Combine(named, relative)), true, "SOTOPIAPI_FIXTURES")
            : Path(System.IO.Path.Combine("fixtures", relative));

    /// <summary>
    /// The cases of a fixture folder for <c>TestCaseSource</c>: never throws while tests are discovered. When there is nothing to
    /// enumerate it yields one case whose name is empty; pass each name through <see cref="RequireCase"/> first.
    /// </summary>
    public static IEnumerable<string> Cases(string relative, string pattern = "*", bool folders = false)
    {
        string root = NamedFixtures ?? System.IO.Path.Combine(NamedShared ?? System.IO.Path.Combine(RepositoryRoot, "..", "shared"), "fixtures");
        string folder = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, relative));
        if (!Directory.Exists(folder))
        {
            return [""];
        }

        IEnumerable<string> found = folders ? Directory.EnumerateDirectories(folder, pattern) : Directory.EnumerateFiles(folder, pattern);
        string[] names = [.. found.Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        return names.Length == 0 ? [""] : names;
    }

    /// <summary>The full path of a case that <see cref="Cases"/> listed; skips (default folder) or fails (named folder) when there are none.</summary>
    public static string RequireCase(string relative, string name)
    {
        if (name.Length > 0)
        {
            return System.IO.Path.Combine(Fixture(relative), name);
        }

        string reason = $"no cases in the fixture folder '{relative}'";
        if (NamedFixtures is not null || NamedShared is not null)
        {
            Assert.Fail($"{reason}, which was named by SOTOPIAPI_FIXTURES or SOTOPIAPI_SHARED");
        }

        Assert.Ignore($"{reason}: set SOTOPIAPI_FIXTURES to run it");
        return "";
    }

    private static string Require(string path, bool named, string variable)
    {
        if (System.IO.Path.Exists(path))
        {
            return path;
        }

        if (named)
        {
            Assert.Fail($"'{path}' does not exist, although {variable} names its folder");
        }

        Assert.Ignore($"'{path}' does not exist: set {variable} to run this test");
        return path;
    }

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "SotopiaPi.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No parent folder of '{AppContext.BaseDirectory}' holds SotopiaPi.sln.");
    }
}
