namespace SotopiaPi;

/// <summary>Says what part of a run is under way, so that tokens are counted there. Flows with asynchronous calls.</summary>
public static class UsageStage
{
    private static readonly AsyncLocal<string?> Name = new();

    /// <summary>Gets the name of the stage; empty outside of any.</summary>
    public static string Current => Name.Value ?? "";

    /// <summary>Enters a stage.</summary>
    /// <param name="stage">Its name, e.g. that of a collection.</param>
    /// <returns>Leaves the stage when disposed.</returns>
    public static IDisposable Enter(string stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        Exit exit = new(Name.Value);
        Name.Value = stage;
        return exit;
    }

    private sealed class Exit(string? before) : IDisposable
    {
        public void Dispose() => Name.Value = before;
    }
}
