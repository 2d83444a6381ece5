using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Torch;

/// <summary>
/// The checkpoints of a run: folders <c>checkpoint-&lt;step&gt;</c>, each complete or absent, with the adapter, the optimizer's state,
/// <c>trainer_state.json</c> and the fingerprint of settings and data that they belong to.
/// </summary>
/// <param name="directory">The run's folder.</param>
/// <param name="fingerprint">Identifies settings and data; a checkpoint of others is refused.</param>
/// <param name="stepsPerEpoch">The steps of an epoch.</param>
internal sealed class CheckpointFolders(string directory, string fingerprint, int stepsPerEpoch)
{
    public const string OptimizerName = "optimizer.safetensors";
    private const string StateName = "trainer_state.json";
    private const string FingerprintName = "fingerprint.json";
    private const string Prefix = "checkpoint-";

    /// <summary>Gives the name of a step's folder.</summary>
    public static string NameOf(int step) => Prefix + step.ToString(CultureInfo.InvariantCulture);

    /// <summary>Checks that the run's folder can be written, and removes what a killed run left half-written.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Prepare()
    {
        Guarded(directory, () =>
        {
            Directory.CreateDirectory(directory);
            foreach (string left in Directory.EnumerateDirectories(directory, $"{Prefix}*.tmp"))
            {
                Directory.Delete(left, recursive: true);
            }

            string probe = Path.Combine(directory, $".{Guid.NewGuid():N}.tmp");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        });
    }

    /// <summary>Lists the complete checkpoints, oldest first.</summary>
    /// <exception cref="CheckpointException">One belongs to other settings or data, or is damaged.</exception>
    public IReadOnlyList<(string Folder, TrainingState State)> Load()
    {
        if (!Directory.Exists(directory))
        {
            return [];
        }

        return [.. Directory.EnumerateDirectories(directory, $"{Prefix}*")
            .Where(folder => int.TryParse(Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(folder => (Folder: folder, State: Read(folder))).OrderBy(entry => entry.State.Step)];
    }

    /// <summary>Writes a checkpoint: all of it, or nothing.</summary>
    /// <returns>Its folder.</returns>
    /// <exception cref="IOException">It cannot be written; earlier checkpoints are untouched.</exception>
    public string Save(TrainingState state, Action<string> writeTensors)
    {
        string folder = Path.Combine(Path.GetFullPath(directory), NameOf(state.Step));
        Guarded(folder, () => AtomicFile.WriteFolder(folder, temporary =>
        {
            writeTensors(temporary);
            File.WriteAllText(Path.Combine(temporary, StateName), TrainerStateJson.Write(state));
            File.WriteAllText(Path.Combine(temporary, FingerprintName), new JsonObject { ["fingerprint"] = fingerprint }.ToJsonString() + "\n");
        }));
        return folder;
    }

    private static void Guarded(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CheckpointException)
        {
            throw new IOException($"'{path}' could not be written ({e.Message}). Wanted: a folder with free space that this user may write to. Complete checkpoints are untouched: make room or permit writing, then resume.", e);
        }
    }

    private TrainingState Read(string folder)
    {
        string path = Path.Combine(folder, FingerprintName);
        using JsonDocument document = JsonFile.Read(path);
        string? found = document.RootElement.TryGetProperty("fingerprint", out JsonElement value) ? value.GetString() : null;
        return found == fingerprint
            ? TrainerStateJson.Read(Path.Combine(folder, StateName), stepsPerEpoch)
            : throw new CheckpointException(folder, "the checkpoint belongs to a run with other settings, examples, seed or model, and cannot be continued with these; choose another folder, or repeat the call that made it.");
    }
}
