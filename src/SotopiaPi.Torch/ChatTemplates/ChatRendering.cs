namespace SotopiaPi.Torch;

/// <summary>A rendered conversation.</summary>
/// <param name="Text">The text.</param>
/// <param name="GenerationSpans">
/// The ranges of the text, in UTF-16 units, that <c>{% generation %}</c> blocks mark as written by the assistant; empty when the template
/// has none.
/// </param>
public sealed record ChatRendering(string Text, IReadOnlyList<Range> GenerationSpans);
