// Two agents with private goals talk, and a judge rates them: dotnet run -c Release --project samples/QuickStart -- --help
using System.ClientModel;
using System.CommandLine;
using Microsoft.Extensions.AI;
using OpenAI;
using SotopiaPi;

Option<long> seed = new("--seed") { Description = "Seed of the scene and of everything that is drawn.", DefaultValueFactory = _ => 1 };
Option<Uri?> url = new("--url") { Description = "OpenAI-compatible endpoint that plays both seats and judges, e.g. http://localhost:11434/v1; key from SOTOPIAPI_KEY. Default: scripted players and a rule judge.", CustomParser = Address };
Option<string?> model = new("--model") { Description = "Model of --url." };
RootCommand command = new("Plays one social scene, prints the transcript and the scores.") { seed, url, model };
command.Validators.Add(result =>
{
    if (result.GetValue(url) is not null != (result.GetValue(model) is not null))
    {
        result.AddError("--url and --model belong together: give both or neither.");
    }
});
command.SetAction((parsed, cancellationToken) => PlayAsync(parsed.GetValue(seed), Connect(parsed.GetValue(url), parsed.GetValue(model)), cancellationToken));
return await command.Parse(args).InvokeAsync();

static async Task<int> PlayAsync(long seed, IChatClient? model, CancellationToken cancellationToken)
{
    // The task: a situation, two characters, a private goal for each.
    SocialTask task = new OfflineTaskSource(seed, count: 2)[1];

    // The players: each seat has a role; the factory makes its agent.
    ISocialAgentFactory agents = model is null ? new OfflineAgentFactory() : new ChatClientAgentFactory(_ => model, new PromptBuilder(PromptPack.Default));
    ModelRef? player = model is null ? null : new ModelRef("agent");
    SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], seat.Index == 0 ? Player.ExpertRole : Player.PartnerRole, player))];

    // The episode: played turn by turn.
    EpisodePlan plan = EpisodePlan.Create(task, seats, OfflineTaskSource.Rules with { Seed = seed });
    Episode episode = await new EpisodeRunner(agents).PlayToEndAsync(plan, cancellationToken);
    Console.Write(Transcript.Of(episode));

    // The rating: a score, or a reason why there is none, for each seat and dimension.
    IEpisodeEvaluator judge = model is null ? new OutcomeJudge() : new ChatClientEvaluator(model);
    EpisodeRating rating = await judge.EvaluateAsync(episode, cancellationToken);
    foreach (SeatAssignment seat in seats)
    {
        Console.WriteLine();
        Console.WriteLine($"{seat.Profile.Name}, rated by the judge '{judge.Name}':");
        foreach ((SocialDimension dimension, Score score) in rating.Scores[seat.Seat])
        {
            Console.WriteLine(FormattableString.Invariant($"  {dimension.Name,-32}{score.Value,5:0.0}  {score.Reason ?? score.Problem?.Message}"));
        }
    }

    return episode.Turns.Any(turn => turn.Turns.Values.Any(taken => taken.Failure is not null)) ? 1 : 0;
}

static IChatClient? Connect(Uri? url, string? model)
{
    if (url is null)
    {
        return null;
    }

    string? key = Environment.GetEnvironmentVariable("SOTOPIAPI_KEY");
    return new OpenAIClient(new ApiKeyCredential(string.IsNullOrEmpty(key) ? "none" : key), new OpenAIClientOptions { Endpoint = url }).GetChatClient(model).AsIChatClient();
}

static Uri? Address(System.CommandLine.Parsing.ArgumentResult result)
{
    if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
    {
        return address;
    }

    result.AddError($"'{result.Tokens[0].Value}' is no address of a server. Give one like http://localhost:8000/v1.");
    return null;
}
