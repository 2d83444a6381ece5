using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Reads the parts of a tokenizer's JSON, with errors that name what was found and what was wanted.</summary>
internal static class JsonReading
{
    /// <summary>The property, or null when it is absent or null.</summary>
    public static JsonElement? Optional(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>The property, which must be there.</summary>
    public static JsonElement Required(this JsonElement element, string name, string where) =>
        element.Optional(name) ?? throw new TokenizerException($"{Shown.Text(where)} has no '{name}', which is required.");

    /// <summary>A text property, or null.</summary>
    public static string? OptionalText(this JsonElement element, string name, string where) =>
        element.Optional(name) is { } value ? value.Text($"{where}.{name}") : null;

    /// <summary>A truth value, or the default.</summary>
    public static bool Flag(this JsonElement element, string name, bool otherwise) => element.Optional(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => otherwise,
    };

    /// <summary>A whole number, or the default.</summary>
    public static int Number(this JsonElement element, string name, int otherwise) =>
        element.Optional(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number) ? number : otherwise;

    /// <summary>The text of an element, which must be a string of well-formed Unicode.</summary>
    public static string Text(this JsonElement element, string where)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            throw new TokenizerException($"{Shown.Text(where)} is {element.ValueKind}; a string was wanted.");
        }

        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new TokenizerException($"{Shown.Text(where)} holds a string that is not well-formed Unicode.", exception);
        }
    }

    /// <summary>The elements of an array, which must be one.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement element, string where) =>
        element.ValueKind == JsonValueKind.Array
            ? element.EnumerateArray()
            : throw new TokenizerException($"{Shown.Text(where)} is {element.ValueKind}; an array was wanted.");

    /// <summary>The value of <c>type</c>, by which components are told apart.</summary>
    public static string Type(this JsonElement element, string where) => element.Required("type", where).Text($"{where}.type");

    /// <summary>An error for a component that this library does not have.</summary>
    public static TokenizerException Unsupported(string kind, string type, string supported) =>
        new($"The {kind} '{Shown.Text(type)}' is not supported. Supported are: {supported}.");
}
