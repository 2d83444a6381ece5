using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace SotopiaPi.Samples.Conversion;

/// <summary>What came of a conversion.</summary>
internal sealed record TrainingData(FilterSummary Filter, IReadOnlyList<RecordProblem> Problems, IReadOnlyList<ConvertedExample> Examples)
{
    private const string Name = "sotopia_pi_sft";

    public async Task WriteAsync(DirectoryInfo folder, string format, string licence, CancellationToken cancellationToken)
    {
        folder.Create();
        SupervisedExample[] examples = [.. Examples.Select(example => example.Example)];
        switch (format)
        {
            case "llamafactory": LlamaFactoryData.Write(folder.FullName, Name, examples); break;
            case "trl": ChatJsonLines.Write(Path.Combine(folder.FullName, Name + ".jsonl"), examples, ChatJsonLinesForm.PromptCompletion); break;
            case "openai": ChatJsonLines.Write(Path.Combine(folder.FullName, Name + ".jsonl"), examples); break;
            default: await WriteParquetAsync(Path.Combine(folder.FullName, Name + ".parquet"), cancellationToken); break;
        }

        AtomicFile.WriteAllText(Path.Combine(folder.FullName, "LICENCE.txt"),
            $"These training data are made of published SOTOPIA-π episodes (arXiv:2403.08715) and carry their licence: {licence}.\nCite the authors when you publish the data or what is made of them.\n");
    }

    private async Task WriteParquetAsync(string path, CancellationToken cancellationToken)
    {
        DataField<string>[] texts = [new("episode_id"), new("environment_id"), new("seat"), new("prompt"), new("completion")];
        Func<ConvertedExample, string>[] values =
        [
            example => example.EpisodeId,
            example => example.EnvironmentId,
            example => example.Seat.ToString(CultureInfo.InvariantCulture),
            example => example.Example.Prompt[0].Text,
            example => example.Example.Reply,
        ];
        using MemoryStream file = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. texts]), file, cancellationToken: cancellationToken))
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            for (int column = 0; column < texts.Length; column++)
            {
                await rows.WriteAsync(texts[column], (IReadOnlyCollection<string?>)[.. Examples.Select(values[column])]);
            }
        }

        AtomicFile.Write(path, file.WriteTo);
    }
}
