using System.Globalization;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Agents, partner and judges as the command line names them, with the clients behind them.</summary>
internal sealed class Players : IAsyncDisposable
{
    private readonly PlayerArguments _arguments;
    private readonly PromptPack _prompts;
    private readonly LocalModels _models;
    private readonly Dictionary<string, IChatClient> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly List<IChatClient> _remote = [];
    private readonly ISocialAgentFactory _scripted;
    private readonly Judges _judges;

    /// <summary>Finds the players.</summary>
    /// <param name="arguments">What the user named.</param>
    /// <param name="scripted">Makes the scripted partner.</param>
    /// <param name="prompts">The prompt pack when none is named.</param>
    /// <param name="judges">The judges when none is named.</param>
    public Players(PlayerArguments arguments, ISocialAgentFactory scripted, string prompts, IReadOnlyList<string> judges)
    {
        _arguments = arguments;
        _prompts = (arguments.Prompts ?? prompts) switch { "default" => PromptPack.Default, "compact" => PromptPack.Compact, string file => PromptPack.Load(file) };
        _models = new LocalModels(arguments.Device, arguments.Adapters);
        _scripted = scripted;
        Agents = [.. LocalAgents(), .. arguments.Agents.Select(endpoint => Remote(endpoint, Player.AgentRole))];
        Partner = arguments.PartnerEndpoint is { } partner ? Remote(partner, Player.PartnerRole)
            : arguments.Partner == PlayerNames.Scripted ? new BenchmarkAgent(PlayerNames.Scripted, Player.Partner)
            : Local(arguments.Partner, Player.PartnerRole, null);
        _judges = new Judges(arguments.Judges.Count > 0 ? arguments.Judges : judges, arguments.JudgeEndpoints, _models);
    }

    public IReadOnlyList<BenchmarkAgent> Agents { get; }

    public BenchmarkAgent Partner { get; }

    public IReadOnlyList<IEpisodeEvaluator> Judges => _judges.All;

    /// <summary>The judges that are models.</summary>
    public IReadOnlyList<(string Name, IChatClient Client)> JudgeClients => _judges.Clients;

    /// <summary>What plays an agent that is a model.</summary>
    public IChatClient ClientOf(BenchmarkAgent agent) => _clients[agent.Player.Model!.Client];

    /// <summary>Where a local agent's model lies; null for those of a server.</summary>
    public string? PathOf(BenchmarkAgent agent) => _paths.GetValueOrDefault(agent.Player.Model!.Client);

    public EpisodeCollector Collector()
    {
        ChatClientAgentOptions options = new() { Temperature = _arguments.Temperature, MaxOutputTokens = _arguments.MaxTokens, Timeout = TimeSpan.FromMinutes(10) };
        ChatClientAgentFactory models = new(_clients.GetValueOrDefault, new PromptBuilder(_prompts), options);
        ISocialAgentFactory all = Partner.Player.Model is null ? new RoleAgentFactory(new Dictionary<string, ISocialAgentFactory> { [Player.PartnerRole] = _scripted }, models) : models;
        return new EpisodeCollector(new EpisodeRunner(all), _arguments.Concurrency);
    }

    public async ValueTask DisposeAsync()
    {
        await _models.DisposeAsync();
        _judges.Dispose();
        _remote.ForEach(client => client.Dispose());
    }

    private IEnumerable<BenchmarkAgent> LocalAgents()
    {
        string[] models = _arguments.Models.Count > 0 || _arguments.Agents.Count > 0 ? [.. _arguments.Models] : ["small=" + Path.Combine(AppContext.BaseDirectory, "model")];
        if (_arguments.Adapters is { } folder && models.Length == 0)
        {
            throw new ArgumentException($"--adapters '{folder}' needs the --model that they belong to.");
        }

        return models.Select(model => Local(model, Player.AgentRole, null)).Concat(AdapterNames().Select(adapter => Local(models[0], Player.AgentRole, adapter)));
    }

    private string[] AdapterNames()
    {
        if (_arguments.Adapters is not { } folder)
        {
            return [];
        }

        string[] names = Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Where(adapter => File.Exists(Path.Combine(adapter, "adapter_config.json"))).Select(adapter => Path.GetFileName(adapter)).Order(StringComparer.Ordinal)] : [];
        return names.Length > 0 ? names : throw new ArgumentException($"'{folder}' holds no adapter: wanted subfolders with adapter_config.json.");
    }

    private BenchmarkAgent Local(string text, string role, string? adapter)
    {
        (string name, string path) = PlayerNames.Split(text);
        _clients[name] = _models.Client(path);
        _paths[name] = path;
        string files = LocalModels.Fingerprint(path) + (adapter is null ? "" : LocalModels.Fingerprint(Path.Combine(_arguments.Adapters!, adapter)));
        return new BenchmarkAgent(adapter ?? name, new Player(role, new ModelRef(name, adapter))) { Version = Version(files) };
    }

    private BenchmarkAgent Remote(Endpoint endpoint, string role)
    {
        _clients[endpoint.Model] = Connect(endpoint);
        return new BenchmarkAgent(endpoint.Model, new Player(role, new ModelRef(endpoint.Model))) { Version = Version(endpoint.Url.ToString()) };
    }

    /// <summary>What else decides how a model plays: with other settings it plays anew.</summary>
    private string Version(string model) =>
        StableKey.Of([model, _prompts.Name, _arguments.Temperature.ToString(CultureInfo.InvariantCulture), _arguments.MaxTokens.ToString(CultureInfo.InvariantCulture)])[..8];

    private IChatClient Connect(Endpoint endpoint)
    {
        IChatClient client = endpoint.Connect();
        _remote.Add(client);
        return client;
    }
}
