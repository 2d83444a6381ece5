using System.Text;

namespace SotopiaPi;

/// <summary>A text with named places: <c>{name}</c>. Two braces, <c>{{</c> or <c>}}</c>, stand for one. Taken apart once, filled often.</summary>
public sealed class PromptTemplate
{
    private readonly List<(string Literal, string? Name)> _parts = [];

    private PromptTemplate(string text)
    {
        Text = text;
    }

    /// <summary>Gets the text as it was written.</summary>
    public string Text { get; }

    /// <summary>Gets the names of the places, each once, in order of their first use.</summary>
    public IEnumerable<string> Names => _parts.Where(part => part.Name is not null).Select(part => part.Name!).Distinct();

    /// <summary>Takes a template apart.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">The names that may be used; <see langword="null"/> for any.</param>
    /// <returns>The template.</returns>
    /// <exception cref="FormatException">A brace is not closed, or a name is not known.</exception>
    public static PromptTemplate Parse(string text, IReadOnlyCollection<string>? known = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        PromptTemplate template = new(text);
        StringBuilder literal = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '{' or '}' && i + 1 < text.Length && text[i + 1] == text[i])
            {
                literal.Append(text[i++]);
            }
            else if (text[i] == '{')
            {
                int end = text.IndexOf('}', i);
                string name = end < 0 ? "" : text[(i + 1)..end];
                Require(text, i, name, known);
                template._parts.Add((literal.ToString(), name));
                literal.Clear();
                i = end;
            }
            else
            {
                literal.Append(text[i]);
            }
        }

        template._parts.Add((literal.ToString(), null));
        return template;
    }

    /// <summary>Fills the places.</summary>
    /// <param name="valueOf">Gives the text of a name.</param>
    /// <returns>The filled text. Values are taken as they are: braces in them mean nothing.</returns>
    public string Fill(Func<string, string> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        if (_parts.Count == 1)
        {
            return _parts[0].Literal;
        }

        if (_parts is [{ Literal: "" }, { Literal: "" }])
        {
            return valueOf(_parts[0].Name!);
        }

        StringBuilder filled = new();
        foreach ((string literal, string? name) in _parts)
        {
            filled.Append(literal).Append(name is null ? "" : valueOf(name));
        }

        return filled.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static void Require(string text, int position, string name, IReadOnlyCollection<string>? known)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new FormatException($"The template has a brace at character {position} that opens no name: write {{name}}, or {{{{ for a brace. The template begins \"{Start(text)}\".");
        }

        if (known is not null && !known.Contains(name))
        {
            throw new FormatException($"The template uses the unknown name {{{name}}}; known here: {string.Join(", ", known)}. The template begins \"{Start(text)}\".");
        }
    }

    private static string Start(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
