using System.Diagnostics;
using System.Text;
using SotopiaPi.Samples.SelfTraining;

namespace SotopiaPi.Samples.Tests;

/// <summary>Runs the sample as its own process, as a user would.</summary>
internal sealed class SampleProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private SampleProcess(IEnumerable<string> command, string? input = null, string folder = "")
    {
        ProcessStartInfo start = new(command.First()) { WorkingDirectory = folder, RedirectStandardInput = input is not null, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (input is not null)
        {
            _process.StandardInput.Write(input);
            _process.StandardInput.Close();
        }
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static SampleProcess Start(params IEnumerable<string> arguments) => new(["dotnet", typeof(Application).Assembly.Location, .. arguments]);

    /// <summary>Starts so that SIGINT arrives: a process that was started in the background of a script inherits that it is ignored. Linux only.</summary>
    public static SampleProcess StartInterruptible(params IEnumerable<string> arguments) => new(["env", "--default-signal=INT", "dotnet", typeof(Application).Assembly.Location, .. arguments]);

    /// <summary>Starts the sample in which a person plays; <paramref name="input"/> is what they type.</summary>
    public static SampleProcess StartPlay(string input, params IEnumerable<string> arguments) => new(["dotnet", typeof(Play.Table).Assembly.Location, .. arguments], input);

    /// <summary>Starts the sample of a game of six seats.</summary>
    public static SampleProcess StartMultiSeat(params IEnumerable<string> arguments) => new(["dotnet", typeof(MultiSeat.ScriptedPlayer).Assembly.Location, .. arguments]);

    /// <summary>Starts the sample that benchmarks and studies agents.</summary>
    public static SampleProcess StartBenchmark(params IEnumerable<string> arguments) => new(["dotnet", typeof(Benchmarking.Players).Assembly.Location, .. arguments]);

    /// <summary>Starts the server.</summary>
    public static SampleProcess StartServer(params IEnumerable<string> arguments) => new(["dotnet", typeof(Server.ChatServer).Assembly.Location, .. arguments]);

    /// <summary>Starts the sample that records and trains, in a folder.</summary>
    public static SampleProcess StartRecording(string folder, params IEnumerable<string> arguments) => new(["dotnet", Path.Combine(AppContext.BaseDirectory, "RecordAndTrain.dll"), .. arguments], folder: folder);

    /// <summary>Runs to the end.</summary>
    public static (int ExitCode, string Output) Run(params IEnumerable<string> arguments)
    {
        using SampleProcess process = Start(arguments);
        return (process.WaitForExit(), process.Output);
    }

    /// <summary>Waits until the process has written a text.</summary>
    public void WaitForOutput(string text)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.That(HasExited || watch.Elapsed > s_limit, Is.False, $"the sample did not write '{text}': {Output}");
            Thread.Sleep(20);
        }
    }

    public int WaitForExit()
    {
        if (!_process.WaitForExit(s_limit))
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"the sample did not end within {s_limit}: {Output}");
        }

        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Append(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }
}
