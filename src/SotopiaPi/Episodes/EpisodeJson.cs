using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SotopiaPi;

/// <summary>Writes the records of an episode store as JSON and reads them back. The reader of every version reads what earlier versions wrote.</summary>
public static class EpisodeJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a record.</summary>
    /// <param name="record">The record.</param>
    /// <returns>One line of UTF-8 without its end.</returns>
    /// <exception cref="NotSupportedException">The record is neither an episode nor a rating.</exception>
    public static byte[] Write(EpisodeRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArrayBufferWriter<byte> buffer = new(4096);
        using (Utf8JsonWriter json = new(buffer, Compact))
        {
            Write(json, record);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a record.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="omitReplies">Whether the replies of models are passed over.</param>
    /// <returns>The record. Of chat messages only roles and texts are kept; a state is a plain <see cref="EpisodeState"/>.</returns>
    /// <exception cref="RecordFormatException">The text is not a record; the message names the field.</exception>
    public static EpisodeRecord Read(ReadOnlyMemory<byte> utf8, bool omitReplies = false)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            JsonFields fields = new(document.RootElement);
            return fields.Text("kind") switch
            {
                "episode" => new EpisodeStored(fields.Text("key"), EpisodeStateJson.ReadEpisode(fields.Object("episode"), omitReplies)),
                "rating" => new RatingStored(fields.Text("key"), fields.Text("episode"), fields.Text("judge"), RatingJson.Read(fields.Object("rating"), fields.Text("judge"))),
                string kind => throw new RecordFormatException("kind", $"found \"{kind}\", wanted \"episode\" or \"rating\""),
            };
        }
        catch (JsonException e)
        {
            throw new RecordFormatException($"the record is not JSON: {e.Message}", e);
        }
        catch (ArgumentException e)
        {
            throw new RecordFormatException($"the record holds an impossible value: {e.Message}", e);
        }
    }

    private static void Write(Utf8JsonWriter json, EpisodeRecord record)
    {
        json.WriteStartObject();
        switch (record)
        {
            case EpisodeStored stored:
                json.WriteString("kind", "episode");
                json.WriteString("key", stored.Key);
                json.WritePropertyName("episode");
                EpisodeStateJson.WriteEpisode(json, stored.Episode);
                break;
            case RatingStored rating:
                json.WriteString("kind", "rating");
                json.WriteString("key", rating.Key);
                json.WriteString("episode", rating.EpisodeKey);
                json.WriteString("judge", rating.Judge);
                json.WritePropertyName("rating");
                RatingJson.Write(json, rating.Rating);
                break;
            default:
                throw new NotSupportedException($"A record of the type {record.GetType().Name} cannot be stored: only {nameof(EpisodeStored)} and {nameof(RatingStored)} can.");
        }

        json.WriteEndObject();
    }
}
