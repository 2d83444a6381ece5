using System.Diagnostics;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

[NonParallelizable]
[Platform(Include = "Linux", Reason = "sends SIGINT with the kill command of Linux")]
public sealed class InterruptTests
{
    [TestCase(1)]
    [TestCase(40)]
    public async Task Ctrl_C_ends_soon_keeps_what_is_finished_and_prints_the_resume_command(int episodes)
    {
        using TemporaryFolder folder = new();
        using SampleProcess process = SampleProcess.StartInterruptible("--quick", "--out", folder.File("run"), "--seed", "3");
        await Stages.WaitForAsync(process, folder.File("run"), episodes, 0);
        long pressed = Stopwatch.GetTimestamp();
        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        int code = process.WaitForExit();
        TimeSpan took = Stopwatch.GetElapsedTime(pressed);
        Assert.That(code, Is.EqualTo(130), process.Output);
        Assert.That(process.Output, Does.Contain("--resume --out " + folder.File("run") + " --seed 3 --quick"));
        Assert.That(await Stages.EpisodesAsync(folder.File("run")), Is.Not.Empty);
        Assert.That(took, Is.LessThan(TimeSpan.FromSeconds(10)), "2 s on an idle machine; test machines are not idle");
    }
}
