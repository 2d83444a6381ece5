using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>The command line: each verb has a file of its own. Without a verb, <c>run</c> is meant.</summary>
internal static class Verbs
{
    private const int Failed = 2;
    private const int Interrupted = 130;

    /// <summary>In characters: a file has no width, and tables should not be broken.</summary>
    private const int RedirectedWidth = 400;

    public static RootCommand Root(IAnsiConsole console)
    {
        RootCommand root = new("Benchmarks social agents: plays them against one partner on SOTOPIA's tasks, has judges rate them, and says what the numbers are worth.")
        {
            RunVerb.Add(new Command("run", "Plays and rates agents on a task set; this is what happens without a verb."), console),
            JudgesVerb.Create(console),
            StudyVerb.Create(console),
            SafetyVerb.Create(console),
            MmluVerb.Create(console),
            SecretVerb.Create(console),
        };
        RunVerb.Add(root, console);
        return root;
    }

    /// <summary>Refuses smaller numbers while the command line is read.</summary>
    public static void AtLeast(int minimum, params Option[] options)
    {
        foreach (Option option in options)
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && value < minimum)
                {
                    result.AddError($"{option.Name} must be {minimum} or more.");
                }
            });
        }
    }

    /// <summary>Runs a verb: what the user can put right is one message and exit code 2; Ctrl-C keeps what is finished and gives 130.</summary>
    public static async Task<int> GuardAsync(IAnsiConsole console, Func<Task<int>> run, CancellationToken cancellationToken)
    {
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        try
        {
            return await run();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.WriteLine("Stopped; what is finished is kept. The same command continues.");
            return Interrupted;
        }
        catch (Exception exception) when (IsForTheUser(exception))
        {
            console.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return Failed;
        }
    }

    /// <summary>Errors whose message says what was found, what was wanted and what to do; anything else is a bug and keeps its stack.</summary>
    private static bool IsForTheUser(Exception exception) =>
        exception is IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException or ArgumentException or NotSupportedException
        || exception.GetType().Namespace is "SotopiaPi" or "SotopiaPi.Torch";
}
