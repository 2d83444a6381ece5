using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace SotopiaPi;

/// <summary>
/// Reads the user's copy of MMLU in the layouts in which it is published: the authors' folder (<c>dev/SUBJECT_dev.csv</c> and <c>test/SUBJECT_test.csv</c> without a header:
/// question, four choices, letter), or tables and JSON lines with the columns <c>question</c>, <c>subject</c>, <c>choices</c>, <c>answer</c> as the Hugging Face copy has them.
/// </summary>
public static class MmluReader
{
    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder: the authors' layout, or files whose names begin with or contain <c>dev</c> and <c>test</c>.</param>
    /// <returns>The questions of the test part, and the examples of the dev part.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="RecordFormatException">A part is missing, or a record cannot be read; the message names file and record.</exception>
    public static MultipleChoiceSet ReadFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{folder}' was not found: name the folder of a copy of MMLU, with dev and test parts.");
        }

        return new MultipleChoiceSet(Part(folder, "test"), Part(folder, "dev"));
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A <c>.csv</c>, <c>.jsonl</c> or <c>.json</c> file.</param>
    /// <returns>The questions in the order of the file.</returns>
    /// <exception cref="RecordFormatException">A record cannot be read; the message names file and record.</exception>
    public static IReadOnlyList<MultipleChoiceQuestion> ReadFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => ReadTable(path),
            ".jsonl" or ".json" => ReadJson(path),
            string other => throw new RecordFormatException($"'{path}' has the ending '{other}'; questions are read from .csv, .jsonl and .json files."),
        };
    }

    /// <summary>Makes a question of a record's fields.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="question">The text.</param>
    /// <param name="choices">The choices.</param>
    /// <param name="answer">The letter of the right choice, or its index from 0.</param>
    /// <returns>The question.</returns>
    /// <exception cref="RecordFormatException">There are fewer than two choices, or the answer is none of them.</exception>
    public static MultipleChoiceQuestion Question(string subject, string question, IReadOnlyList<string> choices, string answer)
    {
        ArgumentNullException.ThrowIfNull(choices);
        ArgumentNullException.ThrowIfNull(answer);
        if (choices.Count is < 2 or > 26)
        {
            throw new RecordFormatException("choices", string.Create(CultureInfo.InvariantCulture, $"found {choices.Count}, wanted 2 to 26"));
        }

        string right = answer.Trim();
        int index = right.Length == 1 && char.IsAsciiLetter(right[0]) ? char.ToUpperInvariant(right[0]) - 'A' : int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
        return index >= 0 && index < choices.Count
            ? new MultipleChoiceQuestion(subject, question, choices, index)
            : throw new RecordFormatException("answer", $"found '{answer}', wanted a letter from A to {MultipleChoiceQuestion.Letter(choices.Count - 1)} or its index from 0");
    }

    private static List<MultipleChoiceQuestion> Part(string folder, string part)
    {
        string own = Path.Combine(folder, part);
        IEnumerable<string> files = Directory.Exists(own)
            ? Directory.EnumerateFiles(own)
            : Directory.EnumerateFiles(folder).Where(file => Path.GetFileNameWithoutExtension(file).Split('_', '-', '.').Contains(part, StringComparer.OrdinalIgnoreCase));
        string[] known = [.. files.Where(file => Path.GetExtension(file).ToLowerInvariant() is ".csv" or ".jsonl" or ".json").Order(StringComparer.Ordinal)];
        List<MultipleChoiceQuestion> questions = [.. known.SelectMany(ReadFile)];
        return questions.Count > 0
            ? questions
            : throw new RecordFormatException($"'{folder}' has no questions in its part '{part}': wanted {part}/SUBJECT_{part}.csv, or a file such as {part}.csv or {part}.jsonl.");
    }

    private static List<MultipleChoiceQuestion> ReadTable(string path)
    {
        CsvReaderOptions bare = CsvReaderOptions.Default with { HasHeader = false };
        string subject = SubjectOf(path);
        List<MultipleChoiceQuestion> questions = [];
        using CsvReader csv = CsvReader.FromFile(path, bare);
        Func<CsvReader, MultipleChoiceQuestion>? read = null;
        for (int row = 1; csv.Read(); row++)
        {
            if (read is null && Header(csv) is { } named)
            {
                read = named;
                continue;
            }

            read ??= record => Question(subject, record.GetString(0), [.. Enumerable.Range(1, record.FieldCount - 2).Select(record.GetString)], record.GetString(record.FieldCount - 1));
            try
            {
                questions.Add(csv.FieldCount >= 4 ? read(csv) : throw new RecordFormatException($"found {csv.FieldCount} fields, wanted a question, at least two choices and the answer"));
            }
            catch (RecordFormatException exception)
            {
                throw new RecordFormatException(string.Create(CultureInfo.InvariantCulture, $"'{path}', record {row}: {exception.Message}"), exception);
            }
        }

        return questions;
    }

    /// <summary>How to read the records below this one, when it names the columns.</summary>
    private static Func<CsvReader, MultipleChoiceQuestion>? Header(CsvReader csv)
    {
        string[] names = [.. Enumerable.Range(0, csv.FieldCount).Select(index => csv.GetString(index).Trim().ToLowerInvariant())];
        int question = Array.IndexOf(names, "question");
        int answer = Array.IndexOf(names, "answer");
        if (question < 0 || answer < 0)
        {
            return null;
        }

        int subject = Array.IndexOf(names, "subject");
        int choices = Array.IndexOf(names, "choices");
        int[] letters = [.. Enumerable.Range(0, 26).Select(letter => Array.IndexOf(names, ((char)('a' + letter)).ToString())).TakeWhile(index => index >= 0)];
        return record => Question(
            subject < 0 ? "" : record.GetString(subject), record.GetString(question), choices >= 0 ? ChoiceList.Parse(record.GetString(choices)) : [.. letters.Select(record.GetString)], record.GetString(answer));
    }

    private static List<MultipleChoiceQuestion> ReadJson(string path)
    {
        List<RecordProblem> problems = [];
        List<MultipleChoiceQuestion> questions = [.. RecordFile.Read(path, json => ReadRecord(json, SubjectOf(path)), problems)];
        return problems.Count == 0 ? questions : throw new RecordFormatException(problems[0].ToString());
    }

    private static MultipleChoiceQuestion ReadRecord(JsonElement json, string subject)
    {
        JsonFields fields = new(json);
        string answer = fields["answer"] is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : fields.Text("answer");
        return Question(fields.Text("subject", subject), fields.Text("question"), fields.Texts("choices"), answer);
    }

    private static string SubjectOf(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return name.EndsWith("_test", StringComparison.Ordinal) || name.EndsWith("_dev", StringComparison.Ordinal) || name.EndsWith("_val", StringComparison.Ordinal) ? name[..name.LastIndexOf('_')] : name;
    }
}
