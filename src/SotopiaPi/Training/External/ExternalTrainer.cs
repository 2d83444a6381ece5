using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>
/// Trains with a program of the user's, LLaMA-Factory by default: writes its data and configuration, runs it, follows its progress, and reads back the PEFT adapters. The
/// program may be anything that reads the configuration and leaves adapters in the output folder.
/// </summary>
public sealed partial class ExternalTrainer : ITrainer
{
    private const string InputsFile = "inputs.sha256";
    private readonly ExternalTrainerOptions _options;

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    public ExternalTrainer(ExternalTrainerOptions? options = null) => _options = options?.Clone() ?? new ExternalTrainerOptions();

    /// <inheritdoc/>
    /// <remarks>On cancellation the program and all programs that it started are killed. Its output is in <c>trainer.log</c> of the folder.</remarks>
    /// <exception cref="IOException">The folder holds training already and the request does not resume it, or it cannot be written.</exception>
    /// <exception cref="InvalidOperationException">The program cannot be started, fails, or leaves no adapter; the message has the end of its output.</exception>
    public async Task<TrainingResult> TrainAsync(TrainingRequest request, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        LlamaFactoryFiles files = new LlamaFactoryJob(_options.Job).Write(request);
        RequireFresh(request, files);
        TrainedAdapters adapters = new(files.Output);
        if (!adapters.IsComplete)
        {
            using ExternalProgram program = new(_options, Arguments(request, files), request.Directory);
            await program.RunAsync(new TrainerLog(files.Output, progress), cancellationToken).ConfigureAwait(false);
        }

        return adapters.Read();
    }

    private string[] Arguments(TrainingRequest request, LlamaFactoryFiles files) => [.. _options.Arguments.Select(argument => Placeholder().Replace(argument, found => found.Value switch
    {
        "{config}" => files.Configuration,
        "{data}" => files.Data,
        "{output}" => files.Output,
        "{start}" => request.StartAdapter is { } start ? Path.GetFullPath(start) : "",
        "{seed}" => request.Seed.ToString(CultureInfo.InvariantCulture),
        _ => Path.GetFullPath(request.Directory),
    }))];

    /// <summary>Lets a folder be used for one training only: the same inputs are resumed, others are refused.</summary>
    private static void RequireFresh(TrainingRequest request, LlamaFactoryFiles files)
    {
        string marker = Path.Combine(Path.GetFullPath(request.Directory), InputsFile);
        string inputs = Hash([files.Configuration, .. Directory.EnumerateFiles(files.Data).Order(StringComparer.Ordinal)]);
        if (Directory.Exists(files.Output) && Directory.EnumerateFileSystemEntries(files.Output).Any())
        {
            string? before = File.Exists(marker) ? File.ReadAllText(marker) : null;
            if (!request.Resume || before != inputs)
            {
                string why = request.Resume ? "with other examples or settings" : "already";
                throw new IOException($"'{files.Output}' holds training {why}. {(request.Resume ? "Choose another folder." : $"Set {nameof(TrainingRequest)}.{nameof(TrainingRequest.Resume)} to continue it, or choose another folder.")}");
            }
        }

        AtomicFile.WriteAllText(marker, inputs);
    }

    private static string Hash(IEnumerable<string> files)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file) + "\n"));
            using FileStream content = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [GeneratedRegex(@"\{(?:config|data|output|directory|start|seed)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
