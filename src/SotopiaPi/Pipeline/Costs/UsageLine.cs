using System.Text.Json;

namespace SotopiaPi;

/// <summary>A line of a <see cref="UsageLedger"/>'s file.</summary>
internal static class UsageLine
{
    private static readonly string[] Numbers = ["calls", "input", "cached_input", "output"];

    public static void Write(Stream file, (string Stage, string Role, string Model) key, long[] counts)
    {
        using (Utf8JsonWriter json = new(file))
        {
            json.WriteStartObject();
            json.WriteString("stage", key.Stage);
            json.WriteString("role", key.Role);
            json.WriteString("model", key.Model);
            for (int i = 0; i < Numbers.Length; i++)
            {
                json.WriteNumber(Numbers[i], counts[i]);
            }

            json.WriteEndObject();
        }

        file.WriteByte((byte)'\n');
        file.Flush();
    }

    public static ((string Stage, string Role, string Model) Key, long[] Counts) Read(byte[] line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonFields fields = new(document.RootElement);
        return ((fields.Text("stage"), fields.Text("role"), fields.Text("model")), [.. Numbers.Select(fields.Long)]);
    }
}
