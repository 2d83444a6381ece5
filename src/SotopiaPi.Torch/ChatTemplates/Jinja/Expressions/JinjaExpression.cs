namespace SotopiaPi.Torch;

/// <summary>An expression of a template.</summary>
internal abstract class JinjaExpression(int position)
{
    /// <summary>The offset in the source.</summary>
    public int Position => position;

    /// <summary>Computes the value.</summary>
    public abstract object? Evaluate(JinjaScope scope, JinjaRun run);
}
