using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace SotopiaPi;

/// <summary>Reads, writes, cleans and draws the texts that situations are made from.</summary>
public static class Inspirations
{
    /// <summary>The columns that are understood, the first one found counts: a file's own <c>prompt</c> (with <c>source</c>), NormBank, Social-Chem-101, Social IQa.</summary>
    private static readonly (string Column, string Source)[] Columns = [("prompt", ""), ("behavior", "normbank"), ("situation", "social_chem"), ("context", "social_iqa")];

    /// <summary>Reads a file: JSON lines (<c>.jsonl</c>, <c>.json</c>), or else a table with a header whose separator is a comma, tab, semicolon or <c>|</c>.</summary>
    /// <param name="file">The path. One of the columns <c>prompt</c>, <c>behavior</c>, <c>situation</c>, <c>context</c> is read.</param>
    /// <param name="source">The name of the source; <see langword="null"/> for the column <c>source</c> or the data set that the column belongs to.</param>
    /// <returns>The texts in the order of the file, blank ones left out.</returns>
    /// <exception cref="RecordFormatException">There is no such column, or a line cannot be read; the message names file and line.</exception>
    public static IEnumerable<Inspiration> Read(string file, string? source = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        bool json = Path.GetExtension(file).StartsWith(".json", StringComparison.OrdinalIgnoreCase);
        return (json ? ReadJson(file, source) : ReadTable(file, source)).Where(inspiration => inspiration.Prompt.Length > 0);
    }

    /// <summary>Writes the table that the reference's generator reads (<c>inspirational_prompt.csv</c>): the columns <c>prompt</c> and <c>source</c>, separated by commas.</summary>
    /// <param name="file">The file; replaced when it is there.</param>
    /// <param name="inspirations">The texts.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string file, IEnumerable<Inspiration> inspirations)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(inspirations);
        AtomicFile.Write(file, stream =>
        {
            using CsvWriter csv = CsvWriter.Create(stream, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
            csv.WriteRecord(["prompt", "source"]);
            foreach (Inspiration inspiration in inspirations)
            {
                csv.WriteRecord([inspiration.Prompt, inspiration.Source]);
            }
        });
    }

    /// <summary>Removes repetitions within and between sources, and what other situations were made from, e.g. those of the evaluation. Case does not count.</summary>
    /// <param name="inspirations">The texts; of equal ones the first stays.</param>
    /// <param name="excluded">The texts to leave out.</param>
    /// <returns>The rest, in order.</returns>
    public static IReadOnlyList<Inspiration> Clean(IEnumerable<Inspiration> inspirations, IEnumerable<string>? excluded = null)
    {
        ArgumentNullException.ThrowIfNull(inspirations);
        HashSet<string> seen = new((excluded ?? []).Select(Tidy), StringComparer.OrdinalIgnoreCase);
        return [.. inspirations.Where(inspiration => seen.Add(Tidy(inspiration.Prompt)))];
    }

    /// <summary>Draws texts in equal shares of each source; the last source makes up the rest.</summary>
    /// <param name="pool">The texts to draw from.</param>
    /// <param name="count">How many. At least 1.</param>
    /// <param name="reuse">Whether a text may come again.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The texts, source by source.</returns>
    /// <exception cref="InvalidOperationException">A source has too few texts, and none may come again.</exception>
    public static IReadOnlyList<Inspiration> Draw(IReadOnlyList<Inspiration> pool, int count, InspirationReuse reuse = InspirationReuse.Never, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfZero(pool.Count, nameof(pool));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        string text = seed.ToString(CultureInfo.InvariantCulture);
        IGrouping<string, Inspiration>[] sources = [.. pool.GroupBy(inspiration => inspiration.Source).OrderBy(source => source.Key, StringComparer.Ordinal)];
        List<Inspiration> drawn = [];
        for (int i = 0; i < sources.Length; i++)
        {
            int share = i + 1 < sources.Length ? count / sources.Length : count - drawn.Count;
            Inspiration[] own = [.. sources[i]];
            if (reuse == InspirationReuse.Allowed)
            {
                drawn.AddRange(Enumerable.Range(0, share).Select(place => own[StableKey.Seed(["inspiration", text, sources[i].Key, place.ToString(CultureInfo.InvariantCulture)]) % own.Length]));
            }
            else if (own.Length < share)
            {
                throw new InvalidOperationException($"The source '{sources[i].Key}' has {own.Length} unused texts, but {share} are wanted: ask for fewer, add texts, or allow their reuse.");
            }
            else
            {
                drawn.AddRange(own.OrderBy(inspiration => StableKey.Of(["inspiration", text, inspiration.Source, inspiration.Prompt]), StringComparer.Ordinal).Take(share));
            }
        }

        return drawn;
    }

    private static IEnumerable<Inspiration> ReadJson(string file, string? source)
    {
        List<RecordProblem> problems = [];
        foreach (Inspiration inspiration in RecordFile.Read(file, json => ReadRecord(json, source), problems))
        {
            if (problems.Count > 0)
            {
                break;
            }

            yield return inspiration;
        }

        if (problems.Count > 0)
        {
            throw new RecordFormatException(problems[0].ToString());
        }
    }

    private static Inspiration ReadRecord(JsonElement json, string? source)
    {
        JsonFields fields = new(json);
        (string column, string origin) = Columns.FirstOrDefault(known => fields[known.Column] is not null);
        return column is null ? throw Unknown() : new Inspiration(Tidy(fields.Text(column)), source ?? fields.Text("source", origin));
    }

    private static IEnumerable<Inspiration> ReadTable(string file, string? source)
    {
        using CsvReader csv = CsvReader.FromFile(file);
        (string column, string origin) = Columns.FirstOrDefault(known => csv.TryGetFieldIndex(known.Column, out _));
        int place = column is null ? throw new RecordFormatException($"'{file}': {Unknown().Message}") : csv.GetFieldIndex(column);
        int sourcePlace = csv.TryGetFieldIndex("source", out int found) ? found : -1;
        while (csv.Read())
        {
            yield return new Inspiration(Tidy(csv.GetString(place)), source ?? (sourcePlace < 0 ? origin : csv.GetString(sourcePlace)));
        }
    }

    private static RecordFormatException Unknown() => new($"found no column of inspirations, wanted one of {string.Join(", ", Columns.Select(known => known.Column))}");

    private static string Tidy(string text) => string.Join(' ', text.Replace("\"", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Says whether a text may inspire two situations of a run.</summary>
public enum InspirationReuse
{
    /// <summary>Each text serves once, as the paper says.</summary>
    Never,

    /// <summary>Each draw is independent, as in the reference code.</summary>
    Allowed,
}
