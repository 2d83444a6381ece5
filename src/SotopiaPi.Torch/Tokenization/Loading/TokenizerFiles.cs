using System.Text.Json;
using System.Text.Unicode;

namespace SotopiaPi.Torch;

/// <summary>Opens the JSON files of a model folder.</summary>
internal static class TokenizerFiles
{
    private const long MaximumBytes = 256L << 20;

    /// <summary>Reads a JSON file; null when there is none.</summary>
    /// <exception cref="TokenizerException">The file is not JSON, or larger than 256 MiB.</exception>
    public static JsonDocument? TryReadJson(string path)
    {
        return File.Exists(path) ? ParseJson(ReadBytes(path), path) : null;
    }

    /// <summary>Reads a file of at most 256 MiB.</summary>
    public static byte[] ReadBytes(string path)
    {
        long length = new FileInfo(path).Length;
        return length <= MaximumBytes
            ? File.ReadAllBytes(path)
            : throw new TokenizerException($"'{path}' has {length} bytes; at most {MaximumBytes} are read.");
    }

    /// <summary>Parses JSON.</summary>
    public static JsonDocument ParseJson(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            ReadOnlyMemory<byte> content = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
            return Utf8.IsValid(content.Span)
                ? JsonDocument.Parse(content)
                : throw new TokenizerException($"'{name}' is not valid UTF-8.");
        }
        catch (JsonException exception)
        {
            throw new TokenizerException($"'{name}' is not valid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.", exception);
        }
    }
}
