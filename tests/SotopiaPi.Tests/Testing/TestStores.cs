namespace SotopiaPi.Tests;

/// <summary>Opens and closes stores by the name of their kind.</summary>
internal static class TestStores
{
    public static IEpisodeStore Open(string kind, string path) => kind switch
    {
        "lines" => JsonLinesEpisodeStore.Open(path),
        "sqlite" => SqliteEpisodeStore.Open(path),
        _ => new InMemoryEpisodeStore(),
    };

    public static async Task CloseAsync(IEpisodeStore store)
    {
        (store as IDisposable)?.Dispose();
        if (store is IAsyncDisposable closing)
        {
            await closing.DisposeAsync();
        }
    }
}
