using System.Globalization;
using System.Text.Json;

namespace SotopiaPi;

/// <summary>Follows <c>trainer_log.jsonl</c>, in which LLaMA-Factory writes a line for each step, and reports it. Lines that cannot be read are passed over.</summary>
internal sealed class TrainerLog(string folder, IProgress<TrainingProgress>? progress)
{
    private const int MostAtOnce = 1 << 20;
    private readonly string _path = Path.Combine(folder, "trainer_log.jsonl");
    private long _position;

    /// <summary>Reports what is new.</summary>
    public void Report()
    {
        if (progress is null || !File.Exists(_path))
        {
            return;
        }

        using FileStream file = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length < _position)
        {
            _position = 0;
        }

        byte[] bytes = new byte[Math.Min(file.Length - _position, MostAtOnce)];
        file.Position = _position;
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        int end = bytes.AsSpan(0, read).LastIndexOf((byte)'\n') + 1;

        // A line longer than all that is read at once is none of a step: it is passed over.
        _position += end == 0 && read == MostAtOnce ? read : end;
        foreach (Range line in bytes.AsSpan(0, end).Split((byte)'\n'))
        {
            if (Read(bytes.AsMemory(0, end)[line]) is { } step)
            {
                progress.Report(step);
            }
        }
    }

    private static TrainingProgress? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && Number(root, "current_steps") is { } step && Number(root, "loss") is { } loss
                ? new TrainingProgress((int)step, (int)(Number(root, "total_steps") ?? step), loss, Number(root, "lr") ?? Number(root, "learning_rate") ?? double.NaN, Number(root, "grad_norm") ?? double.NaN, Number(root, "throughput") ?? 0, Remaining(root))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static double? Number(JsonElement root, string key) =>
        root.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : null;

    /// <summary>Python writes <c>1 day, 2:03:04</c>.</summary>
    private static TimeSpan Remaining(JsonElement root)
    {
        if (!root.TryGetProperty("remaining_time", out JsonElement value) || value.ValueKind != JsonValueKind.String)
        {
            return TimeSpan.Zero;
        }

        string[] parts = value.GetString()!.Split(["days", "day", ",", ":"], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        double seconds = 0;
        double[] units = [1, 60, 3600, 86400];
        for (int i = 0; i < parts.Length && i < units.Length; i++)
        {
            seconds += double.TryParse(parts[^(i + 1)], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= 0 and < 1e9 ? number * units[i] : 0;
        }

        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(10_000).TotalSeconds));
    }
}
