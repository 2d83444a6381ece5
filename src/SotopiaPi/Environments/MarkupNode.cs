namespace SotopiaPi;

/// <summary>An element of a marked text, or a piece of text (then it has no tag).</summary>
internal sealed class MarkupNode(string? tag, string text = "")
{
    public string? Tag { get; } = tag;

    public string Text { get; } = text;

    public List<(string Name, string Value)> Attributes { get; } = [];

    public List<MarkupNode> Children { get; } = [];

    public string? Viewer => Attributes.Find(attribute => attribute.Name == "viewer").Value;
}
