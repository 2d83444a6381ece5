namespace SotopiaPi.Torch;

/// <summary>The kinds of tokens of a template.</summary>
internal enum JinjaTokenKind
{
    Text,
    BlockBegin,
    BlockEnd,
    VariableBegin,
    VariableEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,
    End,
}

/// <summary>A token with its place in the template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text: of a string without quotes and escapes, of a number without underscores.</param>
/// <param name="Position">The offset in the normalised source.</param>
internal readonly record struct JinjaToken(JinjaTokenKind Kind, string Text, int Position)
{
    public bool IsOperator(string text) => Kind == JinjaTokenKind.Operator && Text == text;

    public bool IsName(string text) => Kind == JinjaTokenKind.Name && Text == text;

    /// <summary>The token as the reference's messages name it.</summary>
    public string Description => Kind switch
    {
        JinjaTokenKind.BlockBegin => "begin of statement block",
        JinjaTokenKind.BlockEnd => "end of statement block",
        JinjaTokenKind.VariableBegin => "begin of print statement",
        JinjaTokenKind.VariableEnd => "end of print statement",
        JinjaTokenKind.Text => "template data / text",
        JinjaTokenKind.End => "end of template",
        _ => Text,
    };
}
