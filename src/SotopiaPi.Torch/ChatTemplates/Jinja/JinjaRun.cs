using System.Runtime.CompilerServices;

namespace SotopiaPi.Torch;

/// <summary>One rendering: the outermost output, the budget, the place for error messages, the spans of generation blocks.</summary>
internal sealed class JinjaRun
{
    private int _steps;
    private long _work;
    private int _depth;

    public JinjaRun(TimeProvider time)
    {
        Time = time;
        Output = new JinjaOutput(this);
        RootOutput = Output;
    }

    public TimeProvider Time { get; }

    /// <summary>Where text goes at the moment.</summary>
    public JinjaOutput Output { get; private set; }

    /// <summary>The output of the whole template.</summary>
    public JinjaOutput RootOutput { get; }

    /// <summary>The offset in the source of what is being evaluated.</summary>
    public int Position { get; set; }

    /// <summary>The generation blocks so far, as ranges of the root output.</summary>
    public List<(int Start, int End)> GenerationSpans { get; } = [];

    /// <summary>Counts one step, and makes sure that there is stack for it.</summary>
    public void Step()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++_steps > JinjaLimits.Steps)
        {
            throw JinjaError.Limit($"more than {JinjaLimits.Steps} steps were needed");
        }
    }

    /// <summary>Counts the characters of a text that is made.</summary>
    public void Charge(long length)
    {
        if (length > JinjaLimits.TextLength)
        {
            throw JinjaError.Limit($"a text of {length} characters is longer than {JinjaLimits.TextLength}");
        }

        Spend(length);
    }

    /// <summary>Counts work in units of one character.</summary>
    public void Spend(long units)
    {
        _work += units;
        if (_work > JinjaLimits.Work)
        {
            throw JinjaError.Limit($"more work than on {JinjaLimits.Work} characters was needed");
        }
    }

    /// <summary>Counts a text and returns it.</summary>
    public string Charged(string text)
    {
        Charge(text.Length);
        return text;
    }

    /// <summary>Runs a body and returns the text that it wrote.</summary>
    public string Capture(Action body)
    {
        JinjaOutput outer = Output;
        Output = new JinjaOutput(this);
        try
        {
            body();
            return Output.ToString();
        }
        finally
        {
            Output = outer;
        }
    }

    /// <summary>Runs a call one level deeper.</summary>
    public object? Deeper(Func<object?> body)
    {
        if (++_depth > JinjaLimits.CallDepth)
        {
            throw JinjaError.Limit($"calls are nested deeper than {JinjaLimits.CallDepth}");
        }

        object? result = body();
        _depth--;
        return result;
    }
}
