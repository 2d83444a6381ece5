using System.Globalization;
using System.Text.Json.Serialization;
using Parquet;
using Parquet.Serialization;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Reads a copy of MMLU in any of its published forms; Parquet is read here, because that package is the sample's.</summary>
internal static class MmluFiles
{
    public static async Task<MultipleChoiceSet> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
        return files.Length == 0
            ? MmluReader.ReadFolder(folder)
            : new MultipleChoiceSet(await PartAsync(folder, files, "test", cancellationToken), await PartAsync(folder, files, "dev", cancellationToken));
    }

    private static async Task<IReadOnlyList<MultipleChoiceQuestion>> PartAsync(string folder, string[] files, string part, CancellationToken cancellationToken)
    {
        List<MultipleChoiceQuestion> questions = [];
        foreach (string file in files.Where(file => Path.GetFileName(file).StartsWith(part, StringComparison.OrdinalIgnoreCase)))
        {
            questions.AddRange(await ReadFileAsync(file, cancellationToken));
        }

        return questions.Count > 0 ? questions : throw new InvalidDataException($"'{folder}' has Parquet files, but none of its part '{part}': wanted files whose names begin with {part}.");
    }

    private static async Task<IEnumerable<MultipleChoiceQuestion>> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            DeserializationResult<Row> rows = await ParquetSerializer.DeserializeAsync<Row>(file, cancellationToken: cancellationToken);
            return [.. rows.Data.Select(row => MmluReader.Question(row.Subject ?? "", row.Question ?? "", row.Choices?.ToArray() ?? [], row.Answer.ToString(CultureInfo.InvariantCulture)))];
        }
        catch (Exception exception) when (exception is ParquetException or RecordFormatException or InvalidDataException or InvalidCastException)
        {
            throw new InvalidDataException($"'{file}' is not a table of questions ({exception.Message}): wanted the columns question, subject, choices (a list of texts) and answer (an index).", exception);
        }
    }

    /// <summary>A row as the Hugging Face copy has it.</summary>
    private sealed class Row
    {
        [JsonPropertyName("question")]
        public string? Question { get; set; }

        [JsonPropertyName("subject")]
        public string? Subject { get; set; }

        [JsonPropertyName("choices")]
        public List<string>? Choices { get; set; }

        [JsonPropertyName("answer")]
        public long Answer { get; set; }
    }
}
