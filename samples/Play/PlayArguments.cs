using System.CommandLine;

namespace SotopiaPi.Samples.Play;

/// <summary>What the user asked for on the command line.</summary>
internal sealed record PlayArguments(bool Page, int Port, int Seat, int Scene, long Seed, string? Tasks, string Store, Endpoint? Partner, Endpoint? Judge)
{
    /// <summary>Builds the command; <paramref name="run"/> gets the arguments and gives the exit code.</summary>
    public static RootCommand Command(Func<PlayArguments, CancellationToken, Task<int>> run)
    {
        Option<bool> page = new("--page") { Description = "Play on a page served on this machine only, instead of in the terminal." };
        Option<int> port = new("--port") { Description = "Port of the page; 0 takes a free one.", DefaultValueFactory = _ => 5080 };
        Option<int> seat = new("--seat") { Description = "Your seat, from 0.", DefaultValueFactory = _ => 0 };
        Option<int> scene = new("--scene") { Description = "Number of the scene to begin with, from 0.", DefaultValueFactory = _ => 0 };
        Option<long> seed = new("--seed") { Description = "Seed of the scenes and of the partner.", DefaultValueFactory = _ => 1 };
        Option<string?> tasks = new("--tasks") { Description = "Folder of scenes in the published format; default: the built-in offline world." };
        Option<string> store = new("--store") { Description = "SQLite file that keeps the episodes and their ratings.", DefaultValueFactory = _ => Path.Combine("runs", "play.sqlite") };
        RootCommand command = new("Plays social scenes with you in one of the seats. Every episode is stored and rated like any other.")
        {
            page, port, seat, scene, seed, tasks, store,
        };
        command.Validators.Add(result => AddErrorIf(result, result.GetValue(port) is < 0 or > 65535, "--port must be from 0 to 65535."));
        command.Validators.Add(result => AddErrorIf(result, result.GetValue(seat) < 0 || result.GetValue(scene) < 0 || result.GetValue(seed) < 0, "--seat, --scene and --seed must be 0 or more."));
        IReadOnlyDictionary<string, EndpointOptions> endpoints = EndpointOptions.AddTo(command, ("partner", "a scripted partner (offline world only)"), ("judge", "the outcome judge of the offline world"));
        command.Validators.Add(result => AddErrorIf(result, result.GetValue(tasks) is not null && !endpoints.Values.All(endpoint => endpoint.IsGiven(result)), "--tasks needs --partner-url and --judge-url: the scripted partner and judge know the offline world only."));
        command.SetAction((parsed, cancellationToken) => run(
            new PlayArguments(
                parsed.GetValue(page), parsed.GetValue(port), parsed.GetValue(seat), parsed.GetValue(scene), parsed.GetValue(seed), parsed.GetValue(tasks), parsed.GetRequiredValue(store),
                endpoints["partner"].Of(parsed),
                endpoints["judge"].Of(parsed)),
            cancellationToken));
        return command;
    }

    private static void AddErrorIf(System.CommandLine.Parsing.SymbolResult result, bool wrong, string message)
    {
        if (wrong)
        {
            result.AddError(message);
        }
    }
}
