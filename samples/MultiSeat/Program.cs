// Six characters play a game of hidden roles by night and by day: secret teams, private and public phases, votes.
//   dotnet run -c Release --project samples/MultiSeat                   scripted players, one game, the transcript
//   … -- --as 2                         what seat 2 perceived of it, and nothing more
//   … -- --games 200                    how often each side wins
//   … -- --agent-url http://localhost:8000/v1 --agent-model NAME     a model plays all seats (key from SOTOPIAPI_AGENT_KEY)
using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.AI;
using SotopiaPi;
using SotopiaPi.Samples;
using SotopiaPi.Samples.MultiSeat;

const string EnvironmentName = "hidden-roles";

Option<int> seed = new("--seed") { Description = "Seed of the roles and of the scripted players.", DefaultValueFactory = _ => 1 };
Option<int> games = new("--games") { Description = "Number of games; with more than one only the results are shown.", DefaultValueFactory = _ => 1 };
Option<int?> view = new("--as") { Description = "Show what this seat perceived, from 0 to 5, instead of everything." };
Option<string?> store = new("--store") { Description = "SQLite file that keeps the episodes; a game that is there already is not played again." };
Option<FileInfo?> html = new("--html") { Description = "Write the transcript of the last game as a page." };
RootCommand command = new("Plays a social-deduction game of six seats: two wolves, a seer and three villagers.") { seed, games, view, store, html };
EndpointOptions server = EndpointOptions.AddTo(command, ("agent", "scripted players"))["agent"];
command.Validators.Add(result =>
{
    if ((result.GetResult(games) is not null && result.GetValue(games) < 1) || result.GetValue(view) is < 0 or > 5 || result.GetValue(seed) < 0)
    {
        result.AddError("--games must be at least 1, --as from 0 to 5, --seed 0 or more.");
    }
});
command.SetAction(RunAsync);
try
{
    return await command.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
{
    // The table: six characters, the rules, and who plays them.
    SocialTask task = Table();
    PhasedEnvironment rules = new(new HiddenRolesGame());
    using IChatClient? client = server.Of(parsed)?.Connect();
    ISocialAgentFactory players = client is null
        ? new DelegateAgentFactory(_ => new ScriptedAgent(ScriptedPlayer.Act))
        : new ChatClientAgentFactory(_ => client, new PromptBuilder(PromptPack.Default));
    EpisodeRunner runner = new(players, new Dictionary<string, ISocialEnvironment> { [EnvironmentName] = rules });

    // The games: each has its own deal of roles.
    SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "player", client is null ? null : new ModelRef("player")))];
    EpisodeOptions options = new() { Seed = parsed.GetValue(seed), MaxTurns = 200 };
    EpisodePlan[] plans = [.. Enumerable.Range(0, parsed.GetValue(games)).Select(game => EpisodePlan.Create(task, seats, options, game, "hidden-roles", EnvironmentName))];
    await using SqliteEpisodeStore? kept = parsed.GetValue(store) is { } file ? SqliteEpisodeStore.Open(file) : null;
    List<Episode> played = [];
    foreach (EpisodePlan plan in plans)
    {
        Episode? known = kept is null ? null : await kept.FindEpisodeAsync(plan.Key, cancellationToken);
        Episode episode = known ?? await runner.PlayToEndAsync(plan, cancellationToken);
        played.Add(episode);
        if (kept is not null)
        {
            await kept.TryAppendAsync(episode, cancellationToken);
        }
    }

    // What came of it.
    Show(played, rules, parsed.GetValue(view));
    if (parsed.GetValue(html) is { } page)
    {
        AtomicFile.WriteAllText(page.FullName, Transcript.ToHtml(played[^1]));
    }

    return 0;
}

static void Show(List<Episode> played, PhasedEnvironment rules, int? view)
{
    if (played.Count == 1 && view is { } seat)
    {
        Observation seen = rules.Observe(played[0].State, new Seat(seat));
        Console.WriteLine($"What {seen.AgentName} perceived:");
        Console.WriteLine(string.Join('\n', seen.History.Select(message => $"  {Line(message.Text)}")));
    }
    else if (played.Count == 1)
    {
        string[] lines = Transcript.Of(played[0]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Console.WriteLine(string.Join('\n', lines.SkipWhile(line => !line.StartsWith("Before", StringComparison.Ordinal)).Select(Line)));
    }

    foreach (IGrouping<EndReason, Episode> end in played.GroupBy(episode => episode.State.End!.Reason).OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Name, StringComparer.Ordinal))
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{end.Key,-12} {end.Count(),5} of {played.Count} games, {end.Average(episode => episode.Turns.Count):0.0} turns on average"));
    }

    int failed = played.Sum(episode => episode.Turns.SelectMany(turn => turn.Turns.Values).Count(turn => turn.Failure is not null));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"turns without a valid action: {failed}"));
}

// Texts of models cannot steer the terminal.
static string Line(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '·' : c));

static SocialTask Table()
{
    (string First, string Last, string Occupation)[] people = [("Ada", "Reed", "Baker"), ("Ben", "Cole", "Pilot"), ("Cy", "Dunn", "Nurse"), ("Dee", "Hart", "Judge"), ("Eva", "Lund", "Gardener"), ("Finn", "Moss", "Carpenter")];
    AgentProfile[] agents = [.. people.Select((person, i) => new AgentProfile($"player-{i}", person.First, person.Last) { Occupation = person.Occupation })];
    EnvironmentProfile evening = new("hidden-roles", "Six friends spend an evening in a mountain hut and play a game of hidden roles.", [.. agents.Select(_ => "Win the game with your side.")]) { Relationship = RelationshipType.Friend };
    return SocialTask.Create(evening, agents);
}
