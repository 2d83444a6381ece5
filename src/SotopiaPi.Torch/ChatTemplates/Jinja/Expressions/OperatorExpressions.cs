namespace SotopiaPi.Torch;

/// <summary>An arithmetic operator.</summary>
internal sealed class ArithmeticExpression(string operation, JinjaExpression left, JinjaExpression right, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        object? first = left.Evaluate(scope, run);
        object? second = right.Evaluate(scope, run);
        run.Position = Position;
        return JinjaArithmetic.Apply(run, operation, first, second);
    }
}

/// <summary><c>a ~ b ~ c</c>: the texts of the operands joined.</summary>
internal sealed class ConcatenationExpression(IReadOnlyList<JinjaExpression> operands, int position) : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run) =>
        run.Charged(string.Concat(operands.Select(operand => PythonText.Of(operand.Evaluate(scope, run)))));
}

/// <summary>A chain of comparisons, each of which must hold.</summary>
internal sealed class ComparisonExpression(JinjaExpression first, IReadOnlyList<(string Operation, JinjaExpression Operand)> rest, int position)
    : JinjaExpression(position)
{
    public override object? Evaluate(JinjaScope scope, JinjaRun run)
    {
        run.Step();
        object? left = first.Evaluate(scope, run);
        foreach ((string operation, JinjaExpression operand) in rest)
        {
            object? right = operand.Evaluate(scope, run);
            run.Position = Position;
            if (!JinjaComparison.Holds(operation, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }
}
