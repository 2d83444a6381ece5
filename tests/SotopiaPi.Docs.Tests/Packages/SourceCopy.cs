using System.Diagnostics;

namespace SotopiaPi.Docs.Tests.Packages;

/// <summary>A copy of the sources of both packages in a folder of its own, and builds of it. Analyzers of style are left out: they do not change what is built.</summary>
internal sealed class SourceCopy : IDisposable
{
    private static readonly string[] s_projects = ["SotopiaPi", "SotopiaPi.Torch"];
    private readonly TemporaryFolder _folder = new();

    private SourceCopy(string name) => Root = _folder.File(name);

    /// <summary>Gets the root of the copy.</summary>
    public string Root { get; private set; }

    public static SourceCopy Make()
    {
        SourceCopy copy = new("first");
        string root = SharedFolder.RepositoryRoot;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*", SearchOption.AllDirectories).Where(file => !IsBuilt(Path.GetRelativePath(root, file))).Concat([Path.Combine(root, "docs", "CHANGELOG.md"), Path.Combine(root, ".editorconfig")]))
        {
            string target = Path.Combine(copy.Root, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>Moves the copy to another path, and deletes all that was built.</summary>
    public void MoveTo(string name)
    {
        string target = _folder.File(name);
        Directory.Move(Root, target);
        Root = target;
        foreach (string folder in s_projects.SelectMany(project => new[] { "bin", "obj" }.Select(built => Path.Combine(Root, "src", project, built))).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Packs both packages, and returns the folder of the packages.</summary>
    public string Pack()
    {
        string packages = Path.Combine(Root, "artifacts");
        foreach (string project in s_projects)
        {
            (int code, string output) = Dotnet("pack", Path.Combine(Root, "src", project), "-o", packages);
            Assert.That(code, Is.Zero, output);
        }

        return packages;
    }

    /// <summary>Builds a project, and returns exit code and output.</summary>
    public (int ExitCode, string Output) Build(string project) => Dotnet("build", Path.Combine(Root, "src", project), "-p:CheckPublicApi=true");

    public void Dispose() => _folder.Dispose();

    private static (int ExitCode, string Output) Dotnet(params IEnumerable<string> arguments)
    {
        string[] settings = ["-c", "Release", "-v", "quiet", "-nodeReuse:false", "-p:ContinuousIntegrationBuild=true", "-p:EnableNETAnalyzers=false", "-p:EnforceCodeStyleInBuild=false"];
        ProcessStartInfo start = new("dotnet", [.. arguments, .. settings]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static bool IsBuilt(string path) => path.Split(Path.DirectorySeparatorChar) is [_, _, "bin" or "obj", ..];
}
