using System.Text;
using System.Text.Json;

namespace SotopiaPi;

/// <summary>Writes and reads the rows of a benchmark as JSON lines: one for each agent, judge and episode, a missing score as <c>null</c>.</summary>
public static class BenchmarkRows
{
    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string path, IEnumerable<BenchmarkRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        AtomicFile.Write(path, stream =>
        {
            foreach (BenchmarkRow row in rows)
            {
                using (Utf8JsonWriter json = new(stream))
                {
                    Write(json, row);
                }

                stream.WriteByte((byte)'\n');
            }
        });
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The rows. Reasons of scores and why one is missing stay in the episode store.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="RecordFormatException">A line is no such row; the message names it.</exception>
    public static IEnumerable<BenchmarkRow> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file '{path}': name the points.jsonl of a benchmark.", path);
        }

        return ReadLines(path);
    }

    private static IEnumerable<BenchmarkRow> ReadLines(string path)
    {
        int number = 0;
        foreach (string line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Read(path, number, line);
            }
        }
    }

    private static BenchmarkRow Read(string path, int number, string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonFields fields = new(document.RootElement);
            return new BenchmarkRow(fields.Text("agent"), fields.Text("judge"), fields.Text("environment"), fields.Text("task"), new Seat(fields.Integer("seat")), fields.Integer("repetition"), fields.Text("episode"))
            {
                Played = fields.Flag("played"),
                Scores = Scores(fields.Required("scores")),
                PartnerScores = [.. fields.List("partners").Select(Scores)],
            };
        }
        catch (Exception e) when (e is JsonException or RecordFormatException)
        {
            throw new RecordFormatException(FormattableString.Invariant($"'{path}', line {number} is no row of a benchmark: {e.Message} Name the points.jsonl that a benchmark wrote."), e);
        }
    }

    private static Dictionary<SocialDimension, Score> Scores(JsonElement json)
    {
        Dictionary<SocialDimension, Score> scores = [];
        foreach (JsonProperty score in json.EnumerateObject())
        {
            scores[SocialDimension.Named(score.Name)] = score.Value.ValueKind == JsonValueKind.Number ? Score.Of(score.Value.GetDouble()) : Score.Missing(RatingProblem.Absent, "the file holds no value");
        }

        return scores;
    }

    private static void Write(Utf8JsonWriter json, BenchmarkRow row)
    {
        json.WriteStartObject();
        json.WriteString("agent", row.Agent);
        json.WriteString("judge", row.Judge);
        json.WriteString("environment", row.EnvironmentId);
        json.WriteString("task", row.TaskKey);
        json.WriteNumber("seat", row.Seat.Index);
        json.WriteNumber("repetition", row.Repetition);
        json.WriteString("episode", row.EpisodeKey);
        json.WriteBoolean("played", row.Played);
        json.WritePropertyName("scores");
        Write(json, row.Scores);
        json.WriteStartArray("partners");
        foreach (IReadOnlyDictionary<SocialDimension, Score> partner in row.PartnerScores)
        {
            Write(json, partner);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyDictionary<SocialDimension, Score> scores)
    {
        json.WriteStartObject();
        foreach ((SocialDimension dimension, Score score) in scores)
        {
            if (score.Value is { } value)
            {
                json.WriteNumber(dimension.Name, value);
            }
            else
            {
                json.WriteNull(dimension.Name);
            }
        }

        json.WriteEndObject();
    }
}
