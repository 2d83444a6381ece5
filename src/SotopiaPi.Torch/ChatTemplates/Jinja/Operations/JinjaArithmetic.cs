namespace SotopiaPi.Torch;

/// <summary>The arithmetic operators, as Python has them.</summary>
internal static class JinjaArithmetic
{
    public static object? Sign(object? value, bool isMinus) => value switch
    {
        JinjaUndefined undefined => throw undefined.Error(),
        double number => (object)(isMinus ? -number : number),
        _ when JinjaNumber.TryInteger(value, out long number) => isMinus ? Checked(() => -number) : number,
        _ => throw JinjaError.Type($"bad operand type for unary {(isMinus ? '-' : '+')}: '{PythonText.TypeName(value)}'"),
    };

    public static object? Apply(JinjaRun run, string operation, object? left, object? right)
    {
        if ((left as JinjaUndefined ?? right as JinjaUndefined) is { } undefined)
        {
            throw undefined.Error();
        }

        if (operation == "%" && left is string format)
        {
            return run.Charged(PercentFormat.Apply(format, right));
        }

        if (JinjaNumber.TryInteger(left, out long first) && JinjaNumber.TryInteger(right, out long second))
        {
            return Integers(operation, first, second);
        }

        if (JinjaNumber.TryDouble(left, out double x) && JinjaNumber.TryDouble(right, out double y))
        {
            return Doubles(operation, x, y);
        }

        return operation switch
        {
            "+" => Add(run, left, right),
            "*" => Repeat(run, left, right),
            _ => throw Unsupported(operation, left, right),
        };
    }

    private static object Integers(string operation, long left, long right) => operation switch
    {
        "+" => (object)Checked(() => checked(left + right)),
        "-" => Checked(() => checked(left - right)),
        "*" => Checked(() => checked(left * right)),
        "/" => right == 0 ? throw DivisionByZero("division by zero") : (object)((double)left / right),
        "//" => right == 0 ? throw DivisionByZero("integer division or modulo by zero") : Checked(() => FloorDivide(left, right)),
        "%" => right == 0 ? throw DivisionByZero("integer division or modulo by zero") : right == -1 ? (object)0L : left - (FloorDivide(left, right) * right),
        _ => right < 0 ? (object)Math.Pow(left, right) : Checked(() => Power(left, right)),
    };

    private static double Doubles(string operation, double left, double right) => operation switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => right == 0 ? throw DivisionByZero("float division by zero") : left / right,
        "//" => right == 0 ? throw DivisionByZero("float floor division by zero") : Math.Floor(left / right),
        "%" => right == 0 ? throw DivisionByZero("float modulo") : left - (Math.Floor(left / right) * right),
        _ => Math.Pow(left, right),
    };

    private static object Add(JinjaRun run, object? left, object? right)
    {
        switch (left, right)
        {
            case (string first, string second):
                run.Charge(first.Length + second.Length);
                return first + second;
            case (JinjaList first, JinjaList second):
                run.Charge(first.Items.Count + second.Items.Count);
                return new JinjaList([.. first.Items, .. second.Items]);
            case (JinjaTuple first, JinjaTuple second):
                run.Charge(first.Items.Count + second.Items.Count);
                return new JinjaTuple([.. first.Items, .. second.Items]);
            case (string or JinjaSequence, _):
                string name = PythonText.TypeName(left);
                throw JinjaError.Type($"can only concatenate {name} (not \"{PythonText.TypeName(right)}\") to {name}");
            default:
                throw Unsupported("+", left, right);
        }
    }

    private static object Repeat(JinjaRun run, object? left, object? right)
    {
        (object? value, object? count) = left is string or JinjaSequence ? (left, right) : (right, left);
        if (value is not (string or JinjaSequence) || !JinjaNumber.TryInteger(count, out long times))
        {
            throw Unsupported("*", left, right);
        }

        times = Math.Max(0, times);
        int unit = value is string text ? text.Length : ((JinjaSequence)value).Items.Count;
        run.Charge(unit == 0 ? 0 : times > JinjaLimits.TextLength ? JinjaLimits.TextLength + 1L : unit * times);
        return value switch
        {
            string repeated => unit == 0 ? "" : string.Concat(Enumerable.Repeat(repeated, (int)times)),
            JinjaList list => new JinjaList(Repeated(list, unit, times)),
            _ => new JinjaTuple(Repeated((JinjaSequence)value, unit, times)),
        };
    }

    private static object?[] Repeated(JinjaSequence sequence, int unit, long times) =>
        unit == 0 ? [] : [.. Enumerable.Repeat(sequence.Items, (int)times).SelectMany(items => items)];

    private static long FloorDivide(long left, long right)
    {
        long quotient = checked(left / right);
        return left % right != 0 && (left < 0) != (right < 0) ? quotient - 1 : quotient;
    }

    private static long Power(long value, long exponent)
    {
        long result = 1;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                result = checked(result * value);
            }

            value = exponent > 1 ? checked(value * value) : value;
        }

        return result;
    }

    private static long Checked(Func<long> compute)
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            throw new JinjaError("OverflowError", "the result is too large for an integer of this interpreter (64 bits)");
        }
    }

    private static JinjaError DivisionByZero(string message) => new("ZeroDivisionError", message);

    private static JinjaError Unsupported(string operation, object? left, object? right) => JinjaError.Type(
        $"unsupported operand type(s) for {(operation == "**" ? "** or pow()" : operation)}: '{PythonText.TypeName(left)}' and '{PythonText.TypeName(right)}'");
}
