using System.Diagnostics;

namespace SotopiaPi.Tests.Pipeline;

/// <summary>A run in a process of its own, which ends itself at a stage as a power cut would: no cleanup, no finally. It is what this test assembly does when it is started as a program.</summary>
internal static class KilledRun
{
    /// <summary>Where a run can be killed.</summary>
    public static readonly string[] Stages = ["evaluate-base", "collect", "rate", "filter", "train", "evaluate", "publish", "self-play", "report"];

    public static async Task<int> Main(string[] args)
    {
        if (args is not ["run", string folder, string stage])
        {
            await Console.Error.WriteLineAsync("usage: run FOLDER STAGE");
            return 2;
        }

        TestPipeline pipeline = new(folder);
        int answers = 0, queries = 0;
        pipeline.Client.BeforeAnswer = _ => KillIf(stage switch
        {
            "evaluate-base" => Interlocked.Increment(ref answers) == 3,
            "collect" => Folder("training") == 0 && Interlocked.Increment(ref answers) == 20,
            "evaluate" => Folder("adapters") == 2,
            "self-play" => File.Exists(pipeline.File("rounds/bc.json")) && Interlocked.Increment(ref answers) == 4,
            _ => false,
        });
        pipeline.Judge.BeforeRating = asked => KillIf(stage == "rate" && asked == 6);
        pipeline.BeforeFilter = () => KillIf(stage == "filter");
        pipeline.Trainer.AfterSave = checkpoint => KillIf(stage == "train" && checkpoint.EndsWith('1'));
        pipeline.BeforeQuery = () => KillIf(stage == "report" && File.Exists(pipeline.File("rounds/sr.json")) && ++queries == 2);
        if (stage == "publish")
        {
            new Thread(() => KillIf(SpinWait.SpinUntil(() => Directory.Exists(pipeline.File("adapters/bc")), TimeSpan.FromMinutes(1)))) { IsBackground = true }.Start();
        }

        try
        {
            await pipeline.RunAsync();
            return 0;
        }
        catch (Exception e) when (e is EpisodeStoreException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 3;
        }

        int Folder(string name) => Directory.Exists(pipeline.File(name)) ? Directory.EnumerateDirectories(pipeline.File(name)).Count() : 0;
    }

    private static void KillIf(bool now)
    {
        if (now)
        {
            using Process self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>Starts a run until it is killed.</summary>
    /// <returns>The exit code and what it wrote.</returns>
    public static async Task<(int Code, string Output)> StartAsync(params IEnumerable<string> command)
    {
        ProcessStartInfo start = new(command.First()) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }
}
