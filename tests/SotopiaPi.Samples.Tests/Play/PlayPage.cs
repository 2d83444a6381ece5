using System.Diagnostics;
using System.Text.RegularExpressions;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>The sample serving its page on a free port.</summary>
internal sealed partial class PlayPage : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly SampleProcess _process;

    public PlayPage()
    {
        _process = SampleProcess.StartPlay("", "--page", "--port", "0", "--store", StoreFile);
        Address = new Uri(WaitForAddress());
    }

    public string StoreFile => _folder.File("play.sqlite");

    public Uri Address { get; }

    /// <summary>Ends the program, so that its store may be read.</summary>
    public void Stop() => _process.Kill();

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }

    private string WaitForAddress()
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < s_limit && !_process.HasExited)
        {
            if (AddressLine().Match(_process.Output) is { Success: true } match)
            {
                return match.Groups[1].Value;
            }

            Thread.Sleep(50);
        }

        throw new InvalidOperationException($"the page was not served within {s_limit}: {_process.Output}");
    }

    [GeneratedRegex("Play at (http://127\\.0\\.0\\.1:[0-9]+/)")]
    private static partial Regex AddressLine();
}
