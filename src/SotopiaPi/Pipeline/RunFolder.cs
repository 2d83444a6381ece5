using System.Text.Json;

namespace SotopiaPi;

/// <summary>The folder of a run: its settings, episodes, adapters and reports. Only one process works in it at a time.</summary>
/// <remarks>
/// <c>run.json</c> holds what decides the numbers; <c>episodes.db</c> the episodes and ratings; <c>adapters/NAME</c> the adapters in PEFT layout;
/// <c>training/NAME</c> the trainer's checkpoints; <c>rounds/NAME.json</c> what each round did.
/// </remarks>
public sealed class RunFolder : IDisposable
{
    private readonly FileStream _lock;

    private RunFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    /// <summary>Gets the full path.</summary>
    public string Path { get; }

    /// <summary>Gets the file of the episode store.</summary>
    public string StoreFile => System.IO.Path.Combine(Path, "episodes.db");

    /// <summary>Gets the folder of the adapters.</summary>
    public string Adapters => System.IO.Path.Combine(Path, "adapters");

    /// <summary>Opens a folder for a run.</summary>
    /// <param name="path">The folder; made when missing.</param>
    /// <param name="settings">Everything that decides the numbers, as name and value.</param>
    /// <param name="resume">Whether an earlier run in the folder is continued.</param>
    /// <returns>The folder, locked until it is disposed.</returns>
    /// <exception cref="IOException">The folder cannot be written, or another process works in it.</exception>
    /// <exception cref="InvalidOperationException">The folder holds a run and <paramref name="resume"/> is <see langword="false"/>, or that run has other settings.</exception>
    public static RunFolder Open(string path, IReadOnlyDictionary<string, string> settings, bool resume)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(settings);
        string full = System.IO.Path.GetFullPath(path);
        FileStream @lock = Lock(full);
        try
        {
            string file = System.IO.Path.Combine(full, "run.json");
            if (!File.Exists(file))
            {
                AtomicFile.WriteAllText(file, JsonSerializer.Serialize(settings.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(), PipelineJson.Default.DictionaryStringString));
            }
            else if (!resume)
            {
                throw new InvalidOperationException($"'{full}' already holds a run. Continue it with resume, or name another folder.");
            }
            else
            {
                RequireSame(file, settings);
            }

            return new RunFolder(full, @lock);
        }
        catch
        {
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>Names the folder of an adapter.</summary>
    /// <param name="name">The adapter's name: letters, digits, <c>-</c>, <c>_</c>, <c>+</c> and <c>.</c>.</param>
    /// <returns>The folder; it may not exist yet.</returns>
    /// <exception cref="ArgumentException">The name is not one plain folder name.</exception>
    public string AdapterFolder(string name) => System.IO.Path.Combine(Adapters, PlainName(name));

    /// <summary>Copies an adapter in PEFT layout into <see cref="Adapters"/>, in one piece.</summary>
    /// <param name="source">The folder that it was saved in.</param>
    /// <param name="name">Its name; an older adapter of this name is replaced.</param>
    /// <exception cref="ArgumentException">The name is not one plain folder name.</exception>
    public void PublishAdapter(string source, string name) => AtomicFile.WriteFolder(AdapterFolder(name), target =>
    {
        foreach (string file in Directory.EnumerateFiles(source, "adapter_*"))
        {
            File.Copy(file, System.IO.Path.Combine(target, System.IO.Path.GetFileName(file)));
        }
    });

    /// <summary>Names the folder of a round's checkpoints.</summary>
    /// <param name="round">The round's name.</param>
    /// <returns>The folder; it may not exist yet.</returns>
    public string TrainingFolder(string round) => System.IO.Path.Combine(Path, "training", PlainName(round));

    /// <summary>Reads what a round did.</summary>
    /// <param name="round">The round's name.</param>
    /// <returns>The report; <see langword="null"/> when the round has not ended.</returns>
    public RoundReport? ReadRound(string round)
    {
        string file = RoundFile(round);
        return File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), PipelineJson.Default.RoundReport) : null;
    }

    /// <summary>Writes what a round did; the round counts as ended from here on.</summary>
    /// <param name="report">The report.</param>
    public void WriteRound(RoundReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        AtomicFile.WriteAllText(RoundFile(report.Name), JsonSerializer.Serialize(report, PipelineJson.Default.RoundReport));
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private string RoundFile(string round) => System.IO.Path.Combine(Path, "rounds", PlainName(round) + ".json");

    private static FileStream Lock(string full)
    {
        string file = System.IO.Path.Combine(full, "run.lock");
        try
        {
            Directory.CreateDirectory(full);
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"'{full}' cannot be written ({exception.Message}). Name a folder that this user may write to.", exception);
        }
        catch (IOException exception) when (File.Exists(file))
        {
            throw new IOException($"Another process works in '{full}'. Wait for it to end, or name another folder.", exception);
        }
        catch (IOException exception)
        {
            throw new IOException($"The folder '{full}' cannot be made ({exception.Message}). Name a folder that this user may write to.", exception);
        }
    }

    private static void RequireSame(string file, IReadOnlyDictionary<string, string> settings)
    {
        Dictionary<string, string> before;
        try
        {
            before = JsonSerializer.Deserialize(File.ReadAllText(file), PipelineJson.Default.DictionaryStringString) ?? [];
        }
        catch (JsonException exception)
        {
            throw new InvalidOperationException($"'{file}' is not the settings file of a run ({exception.Message}). Name another folder.", exception);
        }

        string[] different = [.. settings.Keys.Union(before.Keys).Order(StringComparer.Ordinal)
            .Where(name => before.GetValueOrDefault(name) != settings.GetValueOrDefault(name))
            .Select(name => $"{name}: '{before.GetValueOrDefault(name) ?? "not set"}' then, '{settings.GetValueOrDefault(name) ?? "not set"}' now")];
        if (different.Length > 0)
        {
            throw new InvalidOperationException($"The run in '{System.IO.Path.GetDirectoryName(file)}' was started with other settings ({string.Join("; ", different)}). Resume it with the same ones, or name another folder.");
        }
    }

    private static string PlainName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '+' or '.') && name[0] != '.'
            ? name
            : throw new ArgumentException($"'{name}' is no name for a round or an adapter: use letters, digits, '-', '_', '+' and '.', not beginning with '.'.", nameof(name));
    }
}
