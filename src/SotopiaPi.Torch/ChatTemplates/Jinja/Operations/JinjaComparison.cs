namespace SotopiaPi.Torch;

/// <summary>Equality, order and membership, as Python has them.</summary>
internal static class JinjaComparison
{
    private const int MaximumDepth = 100;

    /// <summary>Whether a comparison operator holds.</summary>
    public static bool Holds(string operation, object? left, object? right) => operation switch
    {
        "==" => AreEqual(left, right),
        "!=" => !AreEqual(left, right),
        "in" => Contains(right, left),
        "not in" => !Contains(right, left),
        "<" => Compare(left, right, "<") < 0,
        "<=" => Compare(left, right, "<=") <= 0,
        ">" => Compare(left, right, ">") > 0,
        _ => Compare(left, right, ">=") >= 0,
    };

    public static bool AreEqual(object? left, object? right, int depth = 0)
    {
        Enter(depth);

        if (JinjaNumber.TryInteger(left, out long first) && JinjaNumber.TryInteger(right, out long second))
        {
            return first == second;
        }

        if (JinjaNumber.TryDouble(left, out double x) && JinjaNumber.TryDouble(right, out double y))
        {
            return x == y;
        }

        return (left, right) switch
        {
            (string a, string b) => TextsEqual(a, b),
            (JinjaList a, JinjaList b) => SequencesEqual(a, b, depth),
            (JinjaTuple a, JinjaTuple b) => SequencesEqual(a, b, depth),
            (JinjaDictionary a, JinjaDictionary b) => DictionariesEqual(a, b, depth),
            (JinjaUndefined, JinjaUndefined) => true,
            (JinjaRange a, JinjaRange b) => a == b,
            _ => ReferenceEquals(left, right),
        };
    }

    /// <summary>Orders two values; <paramref name="operation"/> is for the message when they have no order.</summary>
    public static int Compare(object? left, object? right, string operation = "<", int depth = 0)
    {
        Enter(depth);
        if ((left as JinjaUndefined ?? right as JinjaUndefined) is { } undefined)
        {
            throw undefined.Error();
        }

        if (JinjaNumber.TryInteger(left, out long first) && JinjaNumber.TryInteger(right, out long second))
        {
            return first.CompareTo(second);
        }

        if (JinjaNumber.TryDouble(left, out double x) && JinjaNumber.TryDouble(right, out double y))
        {
            return x.CompareTo(y);
        }

        return (left, right) switch
        {
            (string a, string b) => CompareTexts(a, b),
            (JinjaList a, JinjaList b) => CompareItems(a, b, operation, depth),
            (JinjaTuple a, JinjaTuple b) => CompareItems(a, b, operation, depth),
            _ => throw JinjaError.Type(
                $"'{operation}' not supported between instances of '{PythonText.TypeName(left)}' and '{PythonText.TypeName(right)}'"),
        };
    }

    /// <summary>Whether a container holds a value.</summary>
    public static bool Contains(object? container, object? value) => container switch
    {
        string text => value is string part
            ? Contains(text, part)
            : throw JinjaError.Type($"'in <string>' requires string as left operand, not {PythonText.TypeName(value)}"),
        JinjaDictionary dictionary => dictionary.TryGet(value, out _),
        JinjaUndefined => false,
        JinjaSequence or JinjaView or JinjaRange or JinjaGenerator => JinjaItems.Of(container).Any(item => AreEqual(item, value)),
        _ => throw JinjaError.Type($"argument of type '{PythonText.TypeName(container)}' is not iterable"),
    };

    private static void Enter(int depth)
    {
        JinjaWork.Spend(JinjaWork.Visit);
        if (depth > MaximumDepth)
        {
            throw JinjaError.Limit("values are too deep to be compared");
        }
    }

    private static int CompareTexts(string left, string right)
    {
        JinjaWork.Spend(Math.Min(left.Length, right.Length) / 4);
        return CodePoints.Compare(left, right);
    }

    private static bool TextsEqual(string left, string right)
    {
        JinjaWork.Spend(left.Length == right.Length ? left.Length / 4 : 0);
        return left == right;
    }

    private static bool Contains(string text, string part)
    {
        JinjaWork.Spend(text.Length);
        return text.Contains(part, StringComparison.Ordinal);
    }

    private static bool SequencesEqual(JinjaSequence left, JinjaSequence right, int depth)
    {
        if (left.Items.Count != right.Items.Count)
        {
            return false;
        }

        for (int i = 0; i < left.Items.Count; i++)
        {
            if (!AreEqual(left.Items[i], right.Items[i], depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool DictionariesEqual(JinjaDictionary left, JinjaDictionary right, int depth) =>
        left.Count == right.Count
        && left.Items.All(item => right.TryGet(item.Key, out object? value) && AreEqual(item.Value, value, depth + 1));

    private static int CompareItems(JinjaSequence left, JinjaSequence right, string operation, int depth)
    {
        for (int i = 0; i < Math.Min(left.Items.Count, right.Items.Count); i++)
        {
            if (!AreEqual(left.Items[i], right.Items[i], depth + 1))
            {
                return Compare(left.Items[i], right.Items[i], operation, depth + 1);
            }
        }

        return left.Items.Count.CompareTo(right.Items.Count);
    }
}
