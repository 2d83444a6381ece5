namespace SotopiaPi.Torch;

/// <summary>The bounds of the sandbox, far above what a chat template needs and low enough to end within a second.</summary>
internal static class JinjaLimits
{
    /// <summary>Evaluation steps of one rendering.</summary>
    public const int Steps = 3_000_000;

    /// <summary>Characters of one text, the output included.</summary>
    public const int TextLength = 8 << 20;

    /// <summary>Characters of all texts made or looked at in one rendering; items of lists count as several.</summary>
    public const long Work = 64L << 20;

    /// <summary>Items of one range or repeated list.</summary>
    public const int Items = 100_000;

    /// <summary>Calls within calls.</summary>
    public const int CallDepth = 100;

    /// <summary>Expressions and blocks within each other.</summary>
    public const int SyntaxDepth = 200;
}
