using System.Globalization;
using System.Text.Json;

namespace SotopiaPi;

/// <summary>Writes and reads ratings. Dimensions beyond the seven are written with their range and definition.</summary>
internal static class RatingJson
{
    public static void Write(Utf8JsonWriter json, EpisodeRating rating)
    {
        json.WriteStartObject();
        WriteDimensions(json, rating);
        json.WriteStartObject("scores");
        foreach ((Seat seat, IReadOnlyDictionary<SocialDimension, Score> scores) in rating.Scores.OrderBy(pair => pair.Key.Index))
        {
            json.WriteStartObject(seat.ToString());
            foreach ((SocialDimension dimension, Score score) in scores)
            {
                json.WritePropertyName(dimension.Name);
                WriteScore(json, score);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (rating.Reply is { } reply)
        {
            json.WritePropertyName("reply");
            ReplyJson.Write(json, reply, []);
        }

        json.WriteEndObject();
    }

    public static EpisodeRating Read(JsonFields fields, string judge)
    {
        Dictionary<string, SocialDimension> dimensions = SocialDimension.All.ToDictionary(dimension => dimension.Name);
        foreach (JsonProperty own in fields.Members("dimensions"))
        {
            JsonFields dimension = new(own.Value, "dimensions");
            string name = JsonFields.NameOf(own, "dimensions");
            dimensions[name] = new SocialDimension(name, Bound(dimension, "minimum", double.NegativeInfinity), Bound(dimension, "maximum", double.PositiveInfinity), dimension.Text("definition", ""));
        }

        Dictionary<Seat, IReadOnlyDictionary<SocialDimension, Score>> scores = [];
        foreach (JsonProperty seat in fields.Members("scores"))
        {
            Dictionary<SocialDimension, Score> own = [];
            foreach (JsonProperty score in seat.Value.ValueKind == JsonValueKind.Object ? seat.Value.EnumerateObject() : throw new RecordFormatException("scores", $"found {JsonFields.Shown(seat.Value)}, wanted an object"))
            {
                string name = JsonFields.NameOf(score, "scores");
                own[dimensions.TryGetValue(name, out SocialDimension known) ? known : SocialDimension.Named(name)] = ReadScore(new JsonFields(score.Value, name));
            }

            scores[EpisodeStateJson.SeatOf(JsonFields.NameOf(seat, "scores"), "scores")] = own;
        }

        return new EpisodeRating(judge, scores, fields["reply"] is null ? null : ReplyJson.Read(fields.Object("reply"), []));
    }

    private static void WriteDimensions(Utf8JsonWriter json, EpisodeRating rating)
    {
        SocialDimension[] own = [.. rating.Scores.Values.SelectMany(scores => scores.Keys).Distinct().Except(SocialDimension.All)];
        if (own.Length == 0)
        {
            return;
        }

        json.WriteStartObject("dimensions");
        foreach (SocialDimension dimension in own)
        {
            json.WriteStartObject(dimension.Name);
            WriteNumber(json, "minimum", dimension.Minimum);
            WriteNumber(json, "maximum", dimension.Maximum);
            json.WriteString("definition", dimension.Definition);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteScore(Utf8JsonWriter json, Score score)
    {
        json.WriteStartObject();
        if (score.Value is { } value)
        {
            WriteNumber(json, "value", value);
        }

        if (score.Reason is { } reason)
        {
            json.WriteString("reason", reason);
        }

        if (score.Problem is { } problem)
        {
            json.WriteStartObject("problem");
            json.WriteString("kind", problem.Kind);
            json.WriteString("message", problem.Message);
            json.WriteString("raw", problem.Raw);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static Score ReadScore(JsonFields fields)
    {
        RatingProblem? problem = null;
        if (fields["problem"] is not null)
        {
            JsonFields own = fields.Object("problem");
            problem = new RatingProblem(own.Text("kind"), own.Text("message"), own.OptionalText("raw"));
        }

        return new Score(fields["value"] is null ? null : Bound(fields, "value", 0), fields.OptionalText("reason"), problem);
    }

    private static void WriteNumber(Utf8JsonWriter json, string key, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(key, value);
        }
    }

    private static double Bound(JsonFields fields, string key, double absent) => fields[key] is not { } value ? absent
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number
        : throw new RecordFormatException(key, string.Create(CultureInfo.InvariantCulture, $"found {JsonFields.Shown(value)}, wanted a number"));
}
