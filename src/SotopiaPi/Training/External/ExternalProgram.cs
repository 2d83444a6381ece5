using System.ComponentModel;
using System.Diagnostics;

namespace SotopiaPi;

/// <summary>A program that runs outside, without a shell; it and its children are killed on cancellation.</summary>
internal sealed class ExternalProgram : IDisposable
{
    private readonly ExternalTrainerOptions _options;
    private readonly BoundedLog _output;
    private readonly Process _process;

    public ExternalProgram(ExternalTrainerOptions options, IReadOnlyList<string> arguments, string directory)
    {
        _options = options;
        string folder = Path.GetFullPath(directory);
        ProcessStartInfo start = new(options.Program)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetFullPath(options.WorkingDirectory ?? folder),
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _output = new BoundedLog(Path.Combine(folder, "trainer.log"), options.MaxLogBytes);
    }

    /// <summary>Runs the program to its end.</summary>
    public async Task RunAsync(TrainerLog progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Start();
        Task output = Task.WhenAll(_output.FollowAsync(_process.StandardOutput), _output.FollowAsync(_process.StandardError));
        try
        {
            _process.StandardInput.Close();
            Task exit = _process.WaitForExitAsync(cancellationToken);
            while (await Task.WhenAny(exit, Task.Delay(_options.PollInterval, CancellationToken.None)).ConfigureAwait(false) != exit)
            {
                progress.Report();
            }

            await exit.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        // A child that goes on running may hold the output open: its last words are not waited for long.
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(5), cancellationToken)).ConfigureAwait(false);
        progress.Report();
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The trainer '{_options.Program}' ended with the exit code {_process.ExitCode}. The end of its output ('{_output.Path}'):\n{_output.Tail}");
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        _output.Dispose();
    }

    private void Start()
    {
        try
        {
            _process.Start();
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The trainer '{_options.Program}' cannot be started in '{_process.StartInfo.WorkingDirectory}' ({e.Message}). Install it, or give its full path in {nameof(ExternalTrainerOptions)}.{nameof(ExternalTrainerOptions.Program)}.", e);
        }
    }
}
