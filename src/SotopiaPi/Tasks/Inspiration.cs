namespace SotopiaPi;

/// <summary>A short text that a social situation is made from (arXiv:2403.08715 §3.1).</summary>
/// <param name="Prompt">The text, without quotes and line breaks.</param>
/// <param name="Source">The data set it comes from, e.g. <c>social_iqa</c>.</param>
public sealed record Inspiration(string Prompt, string Source);
