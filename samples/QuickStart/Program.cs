// Two agents with private goals talk, and a judge rates them: dotnet run -c Release --project samples/QuickStart -- --help
using System.CommandLine;
using Microsoft.Extensions.AI;
using SotopiaPi;
using SotopiaPi.Samples;

Option<long> seed = new("--seed") { Description = "Seed of the scene and of everything that is drawn.", DefaultValueFactory = _ => 1 };
RootCommand command = new("Plays one social scene, prints the transcript and the scores.") { seed };
EndpointOptions server = EndpointOptions.AddTo(command, ("agent", "scripted players and a rule judge"))["agent"];
command.SetAction((parsed, cancellationToken) => PlayAsync(parsed.GetValue(seed), server.Of(parsed)?.Connect(), cancellationToken));
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
