using System.Text.Json;

namespace SotopiaPi;

/// <summary>Reads what a rater's page saved.</summary>
internal static class RaterFileReader
{
    public static ReturnedFile Read(string path)
    {
        RaterFile? file;
        try
        {
            using FileStream stream = File.OpenRead(path);
            file = JsonSerializer.Deserialize(stream, HumanStudyJson.Default.RaterFile);
        }
        catch (JsonException exception)
        {
            throw new RecordFormatException($"'{path}' is not a file of answers ({exception.Message}): ask the rater to save it again.", exception);
        }

        if (file is not { Study: not null, Rater: not null, Answers: not null })
        {
            throw new RecordFormatException($"'{path}' lacks study, rater or answers: it is not what the rating page saves.");
        }

        return new ReturnedFile(
            file.Study,
            file.Rater,
            file.Round,
            [.. from answer in file.Answers where answer.Item is not null select Item(answer)],
            file.Answers.Where(answer => answer.Check is not null).GroupBy(answer => answer.Check!).ToDictionary(group => group.Key, group => Text(group.Last().Score)));
    }

    private static ReturnedItem Item(RaterFileAnswer answer) => new(
        answer.Item!,
        answer.State == "timeout",
        answer.Seconds,
        [.. from mark in answer.Marks ?? [] where mark.Dimension is not null select new ReturnedMark(mark.Seat, mark.Dimension!, Text(mark.Score), mark.Reason ?? "")]);

    private static string Text(JsonElement? score) => score is null or { ValueKind: JsonValueKind.Null } ? "" : score.Value.ToString();
}
