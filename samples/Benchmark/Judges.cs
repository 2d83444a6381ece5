using Microsoft.Extensions.AI;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Judges as the command line names them, with the clients behind them.</summary>
internal sealed class Judges : IDisposable
{
    private readonly List<IChatClient> _remote = [];

    public Judges(IReadOnlyList<string> names, IReadOnlyList<Endpoint> endpoints, LocalModels models)
    {
        Clients = [.. names.Where(name => !PlayerNames.IsRule(name)).Select(name => Local(name, models)), .. endpoints.Select(Remote)];
        All = [.. names.Where(PlayerNames.IsRule).Select(Rule), .. Clients.Select(judge => Chat(judge.Client, judge.Name))];
    }

    public IReadOnlyList<IEpisodeEvaluator> All { get; }

    /// <summary>The judges that are models.</summary>
    public IReadOnlyList<(string Name, IChatClient Client)> Clients { get; }

    public void Dispose() => _remote.ForEach(client => client.Dispose());

    private static IEpisodeEvaluator Rule(string name) => name switch
    {
        PlayerNames.Rules => new RuleEvaluator(),
        PlayerNames.Outcome => new OutcomeJudge(),
        _ => new TalkJudge(),
    };

    private static (string Name, IChatClient Client) Local(string text, LocalModels models)
    {
        (string name, string path) = PlayerNames.Split(text);
        return (name, models.Client(path));
    }

    private (string Name, IChatClient Client) Remote(Endpoint endpoint)
    {
        IChatClient client = endpoint.Connect();
        _remote.Add(client);
        return (endpoint.Model, client);
    }

    /// <summary>The same transcript is paid for once.</summary>
    private static CachingEvaluator Chat(IChatClient client, string model) => new(new ChatClientEvaluator(client, new ChatClientEvaluatorOptions { Name = "chat:" + model }));
}
