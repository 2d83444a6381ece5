using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads small JSON files of a model folder with a bound on their size.</summary>
internal static class JsonFile
{
    /// <summary>The largest file that is accepted, in bytes; the configuration and index files of real models stay far below.</summary>
    public const long MaxLength = 64L << 20;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Reads and parses a file.</summary>
    /// <exception cref="CheckpointException">The file is missing, too large or not JSON.</exception>
    public static JsonDocument Read(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > MaxLength)
            {
                throw new CheckpointException(path, $"the file has {stream.Length} bytes, wanted at most {MaxLength}: this is not a file of a model's settings.");
            }

            JsonDocument document = JsonDocument.Parse(stream, s_options);
            try
            {
                RequireTexts(document.RootElement);
                return document;
            }
            catch
            {
                document.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"the file cannot be read ({e.Message}); check the path and its permissions.", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CheckpointException(path, $"the file is not valid JSON ({e.Message}); copy it again.", e);
        }
    }

    // The parser leaves names and texts for later; reading them here keeps damaged Unicode from turning up anywhere else.
    private static void RequireTexts(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                _ = property.Name;
                RequireTexts(property.Value);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                RequireTexts(item);
            }
        }
        else if (element.ValueKind == JsonValueKind.String)
        {
            _ = element.GetString();
        }
    }
}
