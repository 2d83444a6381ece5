using System.Globalization;
using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>Follows the pointers (RFC 6901) by which a JSON schema refers to its own parts.</summary>
internal static class JsonPointer
{
    /// <summary>A name as one step of a pointer.</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The part of <paramref name="root"/> that a reference of the form <c>#/steps</c> names.</summary>
    /// <param name="root">The whole schema.</param>
    /// <param name="reference">The value of <c>$ref</c>.</param>
    /// <param name="path">Where the reference stands, for the message.</param>
    /// <exception cref="JsonSchemaNotSupportedException">It leads outside the schema, or nowhere.</exception>
    public static JsonElement Resolve(JsonElement root, string reference, string path)
    {
        JsonElement at = root;
        if (reference is not "#" && !reference.StartsWith("#/", StringComparison.Ordinal))
        {
            throw new JsonSchemaNotSupportedException("$ref", path, $"'{reference}' is no part of this schema; only references that begin with '#/' are followed.");
        }

        foreach (string step in reference.Split('/').Skip(1).Select(Unescape))
        {
            at = Step(at, step) ?? throw new JsonSchemaNotSupportedException("$ref", path, $"'{reference}' leads nowhere: there is no '{step}'.");
        }

        return at;
    }

    private static string Unescape(string step) =>
        Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static JsonElement? Step(JsonElement at, string step)
    {
        if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(step, out JsonElement member))
        {
            return member;
        }

        return at.ValueKind == JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int i) && i < at.GetArrayLength()
            ? at[i]
            : null;
    }
}
