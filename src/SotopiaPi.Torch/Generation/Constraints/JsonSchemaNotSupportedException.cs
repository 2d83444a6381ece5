namespace SotopiaPi.Torch;

/// <summary>
/// Thrown before anything is generated when a JSON schema cannot be turned into a constraint: it uses a word that is not supported, or
/// no value can satisfy it.
/// </summary>
public sealed class JsonSchemaNotSupportedException : NotSupportedException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="word">The word of the schema that is not supported, such as <c>pattern</c>.</param>
    /// <param name="path">Where in the schema it stands, as a JSON pointer (RFC 6901); empty for the top level.</param>
    /// <param name="advice">What is wrong with it and what to do instead.</param>
    public JsonSchemaNotSupportedException(string word, string path, string advice)
        : base($"The JSON schema cannot constrain the output: '{word}' at '{(path.Length == 0 ? "/" : path)}': {advice}")
    {
        Word = word;
        Path = path;
    }

    /// <summary>Gets the word of the schema that is not supported.</summary>
    public string Word { get; }

    /// <summary>Gets the place in the schema, as a JSON pointer; empty for the top level.</summary>
    public string Path { get; }
}
