using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

/// <summary>Reads the chat template fixtures and compares renders with them.</summary>
internal static class TemplateFixture
{
    public const string Root = "text/chat_templates";

    public static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllBytes(SharedFolder.RequireCase(Root, file))).RootElement;

    /// <summary>The fixture's clock: a Sunday in November 2024.</summary>
    public static TimeProvider Clock(JsonElement fixture)
    {
        string time = fixture.TryGetProperty("strftime_now", out JsonElement value) ? value.GetString()! : "2024-11-24T08:30:00";
        return new FakeTimeProvider(DateTimeOffset.Parse(time + "Z", CultureInfo.InvariantCulture));
    }

    /// <summary>Says how a render differs from a case; null when it does not.</summary>
    public static string? Compare(JsonElement item, Func<(string Text, IReadOnlyList<(int Start, int End)> Spans)> render)
    {
        bool wantsError = item.TryGetProperty("error", out JsonElement error);
        try
        {
            (string text, IReadOnlyList<(int Start, int End)> spans) = render();
            return wantsError ? $"expected the error {error}, found {text}" : CompareText(item, text, spans);
        }
        catch (ChatTemplateException exception)
        {
            return wantsError ? CompareError(error, exception) : $"expected {item.GetProperty("expected")}, found {exception.Message}";
        }
    }

    private static string? CompareText(JsonElement item, string text, IReadOnlyList<(int Start, int End)> spans)
    {
        string expected = item.GetProperty("expected").GetString()!;
        if (text != expected)
        {
            return $"expected {JsonSerializer.Serialize(expected)}, found {JsonSerializer.Serialize(text)}";
        }

        if (!item.TryGetProperty("generation_spans", out JsonElement wanted))
        {
            return null;
        }

        string found = string.Join(' ', spans.Select(span => $"{CodePoints.IndexOf(text, span.Start)}-{CodePoints.IndexOf(text, span.End)}"));
        string asked = string.Join(' ', wanted.EnumerateArray().Select(span => $"{span[0]}-{span[1]}"));
        return found == asked ? null : $"expected the spans {asked}, found {found}";
    }

    private static string? CompareError(JsonElement error, ChatTemplateException exception)
    {
        string kind = error.GetProperty("type").GetString()!;
        bool sameKind = exception.Kind == kind;
        bool sameLine = !error.TryGetProperty("lineno", out JsonElement line) || exception.Line == line.GetInt32();
        bool sameWords = kind != "TemplateError" || exception.Reason == error.GetProperty("message").GetString();
        return sameKind && sameLine && sameWords && exception.Line > 0 && exception.Column > 0 ? null : $"expected the error {error}, found {exception.Message}";
    }
}
