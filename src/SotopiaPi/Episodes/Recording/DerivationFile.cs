using System.Text.Json;

namespace SotopiaPi;

/// <summary>The derivations of a <see cref="RecordedEpisodeStore"/>, one JSON object a line.</summary>
internal sealed class DerivationFile(string path)
{
    public void Append(Derivation derivation)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartObject();
            json.WriteString("kind", derivation.Kind);
            json.WriteString("name", derivation.Name);
            json.WriteStartArray("episodes");
            foreach (string key in derivation.EpisodeKeys)
            {
                json.WriteStringValue(key);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        using FileStream file = OwnerOnly.OpenFile(path, FileMode.Append, FileShare.Read);
        file.Write(line.ToArray());
        file.Flush(flushToDisk: true);
    }

    /// <summary>What was made of any of the episodes.</summary>
    public IReadOnlyList<Derivation> Of(IReadOnlyCollection<string> episodes) => File.Exists(path)
        ? [.. File.ReadLines(path).Where(line => line.Length > 0).Select(Read).Where(derivation => derivation.EpisodeKeys.Any(episodes.Contains))]
        : [];

    private static Derivation Read(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonFields fields = new(document.RootElement);
        return new Derivation(fields.Text("kind"), fields.Text("name"), fields.Texts("episodes"));
    }
}
