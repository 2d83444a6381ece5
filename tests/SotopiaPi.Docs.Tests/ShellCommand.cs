using System.Diagnostics;
using System.Text.RegularExpressions;

namespace SotopiaPi.Docs.Tests;

/// <summary>
/// Runs a line of a command block as a reader would, with two differences: <c>dotnet run … --project samples/X</c> starts the sample that was built with the tests, and
/// the working folder is a temporary one, so that nothing stays in the repository.
/// </summary>
internal static partial class ShellCommand
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs the line with an empty standard input, and returns the exit code and all that it printed.</summary>
    public static (int ExitCode, string Output) Run(string line, string folder)
    {
        ProcessStartInfo start = new("bash", ["-c", $"{{ {BuiltSamples(line)}\n}} 2>&1"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["DOTNET_NOLOGO"] = "1";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_limit) || !output.Wait(s_limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'{line}' did not end within {s_limit}: {(output.Wait(1000) ? output.Result : "")}");
        }

        return (process.ExitCode, output.Result.ReplaceLineEndings("\n"));
    }

    /// <summary>The file that a sample was built into, in the configuration of the tests.</summary>
    public static string Built(string sample)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(SharedFolder.RepositoryRoot, "samples", sample, "bin", configuration, "net10.0", sample + ".dll");
    }

    private static string BuiltSamples(string line) => DotnetRun().Replace(line, match => $"dotnet '{Built(match.Groups["sample"].Value)}'");

    [GeneratedRegex(@"dotnet run( -c Release)? --project samples/(?<sample>\w+)( --(?= ))?")]
    private static partial Regex DotnetRun();
}
