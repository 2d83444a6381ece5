namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Servers of which several models may be asked.</summary>
internal static class Endpoints
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(2);

    /// <summary>The endpoints of a role: one for each model of the server.</summary>
    public static IReadOnlyList<Endpoint> Of(string role, string? url, string[]? models) => (url, models) switch
    {
        (null, null or []) => [],
        ({ } text, [_, ..]) when Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" =>
            [.. models.Select(model => new Endpoint(address!, model, $"SOTOPIAPI_{role.ToUpperInvariant()}_KEY", s_timeout))],
        ({ } text, [_, ..]) => throw new ArgumentException($"'{text}' is no address of a server. Give one like http://localhost:8000/v1."),
        _ => throw new ArgumentException($"--{role}-url and --{role}-model belong together: give both or neither."),
    };
}
