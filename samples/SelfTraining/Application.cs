using System.Runtime.InteropServices;
using Spectre.Console;

namespace SotopiaPi.Samples.SelfTraining;

/// <summary>Runs the program: one clear message for what the user can mend, exit code 130 after Ctrl-C.</summary>
internal static class Application
{
    private const int Failed = 2;
    private const int Interrupted = 130;

    /// <summary>In characters: a file has no width, and paths should not be broken.</summary>
    private const int RedirectedWidth = 400;

    public static async Task<int> RunAsync(IAnsiConsole console, Arguments arguments)
    {
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupt = Stopping(PosixSignal.SIGINT);
        using PosixSignalRegistration terminate = Stopping(PosixSignal.SIGTERM);
        try
        {
            await using Run run = Run.Start(arguments);
            ReportModel report = await run.ExecuteAsync(console, stop.Token);
            ResultTable.Write(console, report);
            console.WriteLine($"Report: {Path.Combine(arguments.Out, "report.html")}, {Path.Combine(arguments.Out, "report.json")}; adapters in {Path.Combine(arguments.Out, "adapters")}.");
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            console.WriteLine("Stopped; what is finished is kept. Continue with:");
            console.Profile.Out.Writer.WriteLine("  " + arguments.ResumeCommand());
            return Interrupted;
        }
        catch (Exception exception) when (IsForTheUser(exception))
        {
            console.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return Failed;
        }

        PosixSignalRegistration Stopping(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
    }

    /// <summary>Errors whose message says what was found, what was wanted and what to do; anything else is a bug and keeps its stack.</summary>
    private static bool IsForTheUser(Exception exception) =>
        exception is UserErrorException or IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException or ArgumentException or NotSupportedException
        || exception.GetType().Namespace is "SotopiaPi" or "SotopiaPi.Torch";
}
