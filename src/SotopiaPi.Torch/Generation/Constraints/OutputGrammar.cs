using System.Collections.Concurrent;
using System.Text.Json;

namespace SotopiaPi.Torch;

/// <summary>
/// The constraints that replies of one model can be under, each compiled once. Safe to call from any thread.
/// </summary>
/// <param name="vocabulary">The tokens of the model.</param>
/// <param name="encode">Splits a text into tokens the way the model was trained on.</param>
internal sealed class OutputGrammar(TokenVocabulary vocabulary, Func<string, IReadOnlyList<int>> encode)
{
    /// <summary>More schemas than this are not kept: callers use few, and each may hold megabytes of masks.</summary>
    private const int MaxSchemas = 64;

    private readonly ConcurrentDictionary<string, Lazy<TokenConstraint>> _constraints = new(StringComparer.Ordinal);

    /// <summary>Any JSON object.</summary>
    public TokenConstraint AnyObject() => Get("", () => JsonPatterns.Map(JsonPatterns.Any(JsonSchemaPattern.AnyDepth)));

    /// <summary>The values of a JSON schema.</summary>
    /// <exception cref="JsonSchemaNotSupportedException">The schema uses a word that is not supported, or has no value.</exception>
    public TokenConstraint Schema(JsonElement schema) => Get(schema.GetRawText(), () => JsonSchemaPattern.Of(schema));

    private TokenConstraint Get(string key, Func<BytePattern> pattern)
    {
        if (_constraints.Count >= MaxSchemas && !_constraints.ContainsKey(key))
        {
            _constraints.Clear();
        }

        try
        {
            return _constraints.GetOrAdd(key, _ => new(() => new(ByteAutomaton.Compile(pattern()), vocabulary, encode))).Value;
        }
        catch
        {
            _constraints.TryRemove(key, out _);   // a lazy value keeps its exception; the next caller gets a fresh one
            throw;
        }
    }
}
