namespace SotopiaPi.Torch;

/// <summary>
/// Charges work inside an operation, such as each pair of items that a comparison looks at, to the rendering that runs on this thread.
/// </summary>
internal static class JinjaWork
{
    /// <summary>What looking at one value costs, in characters.</summary>
    public const int Visit = 16;

    [ThreadStatic]
    private static JinjaRun? t_run;

    /// <summary>Counts work in units of one character; an error when the rendering has done too much.</summary>
    public static void Spend(long units) => t_run?.Spend(units);

    /// <summary>Runs a rendering to which work is charged.</summary>
    public static void For(JinjaRun run, Action body)
    {
        JinjaRun? outer = t_run;
        t_run = run;
        try
        {
            body();
        }
        finally
        {
            t_run = outer;
        }
    }
}
