using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Writes examples as chat JSON lines, which OpenAI's fine-tuning, TRL and most trainers read.</summary>
public static class ChatJsonLines
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file, one example a line, UTF-8, in one piece: a reader sees the old file or the whole new one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="form">The form of a line.</param>
    /// <returns>The number of lines.</returns>
    /// <exception cref="ArgumentException">An example has another weight than 1, which the format cannot say; an older file is untouched.</exception>
    /// <exception cref="IOException">The file cannot be written; an older file is untouched.</exception>
    public static int Write(string path, IEnumerable<SupervisedExample> examples, ChatJsonLinesForm form = ChatJsonLinesForm.Messages)
    {
        ArgumentNullException.ThrowIfNull(examples);
        int count = 0;
        AtomicFile.Write(path, stream =>
        {
            using Utf8JsonWriter writer = new(stream, Options);
            foreach (SupervisedExample example in examples)
            {
                RequireWeightOne(example);
                WriteLine(writer, example, form);
                writer.Flush();
                stream.WriteByte((byte)'\n');
                writer.Reset();
                count++;
            }
        });
        return count;
    }

    internal static void RequireWeightOne(SupervisedExample example)
    {
        if (example.Weight != 1)
        {
            throw new ArgumentException(FormattableString.Invariant($"Example '{example.Key}' has the weight {example.Weight}, which this format cannot say: drop the example, or set the weight to 1."));
        }
    }

    private static void WriteLine(Utf8JsonWriter writer, SupervisedExample example, ChatJsonLinesForm form)
    {
        bool split = form == ChatJsonLinesForm.PromptCompletion;
        writer.WriteStartObject();
        writer.WriteStartArray(split ? "prompt" : "messages");
        foreach (ChatMessage message in example.Prompt)
        {
            WriteMessage(writer, message.Role.Value, message.Text, !split && message.Role == ChatRole.Assistant);
        }

        if (split)
        {
            writer.WriteEndArray();
            writer.WriteStartArray("completion");
        }

        WriteMessage(writer, ChatRole.Assistant.Value, example.Reply, isHistory: false);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter writer, string role, string content, bool isHistory)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteString("content", content);
        if (isHistory)
        {
            writer.WriteNumber("weight", 0);
        }

        writer.WriteEndObject();
    }
}
