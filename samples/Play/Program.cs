// A person plays a social scene against any agent, in the terminal or on a page of this machine:
//   dotnet run -c Release --project samples/Play                a scripted partner, in the terminal
//   dotnet run -c Release --project samples/Play -- --page      the same on http://127.0.0.1:5080/
//   … -- --partner-url http://localhost:8000/v1 --partner-model NAME    a model as partner
using Microsoft.Extensions.AI;
using SotopiaPi;
using SotopiaPi.Samples.Play;

try
{
    return await PlayArguments.Command(RunAsync).Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or FormatException or UnauthorizedAccessException || e.GetType().Namespace == "SotopiaPi")
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static async Task<int> RunAsync(PlayArguments arguments, CancellationToken cancellationToken)
{
    // The scenes: a folder in the published format, or the offline world.
    ISocialTaskSource source = arguments.Tasks is null ? new OfflineTaskSource(arguments.Seed, count: 1000) : FolderTaskSource.Open(arguments.Tasks);
    List<SocialTask> scenes = await source.GetTasksAsync(cancellationToken).ToListAsync(cancellationToken);
    if (scenes.Count == 0)
    {
        throw new ArgumentException($"'{arguments.Tasks}' holds no scene: name a folder with environments and agents.");
    }

    // The store, the partner and the judge.
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(arguments.Store))!);
    await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(arguments.Store);
    using IChatClient? partner = arguments.Partner?.Connect();
    using IChatClient? judge = arguments.Judge?.Connect();

    // The person: at the terminal one scene, at the page one after another.
    if (!arguments.Page)
    {
        using TerminalWriter terminal = new(Console.Out);
        Table table = Table.Of(arguments, new ConsoleAgent(Console.In, terminal), scenes, store, partner, judge);
        (Episode episode, EpisodeRating rating) = await table.PlayAsync(arguments.Scene, cancellationToken);
        Show(terminal, episode, rating, arguments);
        return 0;
    }

    PageAgent person = new();
    await using WebApplication page = PageServer.Build(person, arguments.Port);
    await page.StartAsync(cancellationToken);
    Console.WriteLine($"Play at {page.Urls.Single()}/ (Ctrl-C ends).");
    Table pageTable = Table.Of(arguments, person, scenes, store, partner, judge);
    for (int scene = arguments.Scene; ; scene++)
    {
        (Episode episode, EpisodeRating rating) = await pageTable.PlayAsync(scene, cancellationToken);
        await person.EndAsync(episode, rating).WaitAsync(cancellationToken);
    }
}

static void Show(TextWriter terminal, Episode episode, EpisodeRating rating, PlayArguments arguments)
{
    terminal.WriteLine();
    terminal.WriteLine(episode.State.End?.Text);
    foreach ((SocialDimension dimension, Score score) in rating.Scores[new Seat(arguments.Seat)])
    {
        terminal.WriteLine(FormattableString.Invariant($"  {dimension.Name,-34} {score.Value?.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) ?? "not rated",9}  {score.Reason ?? score.Problem?.Message}"));
    }

    terminal.WriteLine($"Stored in {arguments.Store} as {episode.Key}.");
}
