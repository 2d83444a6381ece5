using System.Globalization;
using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>Changes episodes for <see cref="EpisodePerturbation"/>.</summary>
internal static class EpisodeRewriting
{
    private static readonly (string First, string Last)[] NewNames = [("Alex", "Moor"), ("Robin", "Hale"), ("Sam", "Lane"), ("Kit", "Vale"), ("Jo", "Park"), ("Lee", "Ford"), ("Max", "Dale"), ("Nic", "West")];

    /// <summary>One changed episode for each seat, in which that seat is compared; seats without a change are left out.</summary>
    public static IEnumerable<PerturbedEpisode> EachSeat(Episode episode, Func<Seat, Episode?> change) =>
        from seat in episode.Task.Seats
        let changed = change(seat)
        where changed is not null
        select new PerturbedEpisode(changed, new Dictionary<Seat, Seat> { [seat] = seat });

    /// <summary>Lets a seat say something before everything else.</summary>
    public static Episode Open(Episode episode, Seat seat, string words)
    {
        TurnRecord opening = new(0, new Dictionary<Seat, AgentTurn> { [seat] = new(AgentAction.Speak(words)) });
        return With(episode, episode.Task, [opening, .. episode.Turns.Select(turn => turn with { Turn = turn.Turn + 1 })]);
    }

    /// <summary>Adds a sentence to each utterance of a seat that does not end with it; nothing when there is no such utterance.</summary>
    public static Episode? Append(Episode episode, Seat seat, string sentence)
    {
        bool Lacks(AgentAction action) => action.Type == ActionType.Speak && !action.Argument.EndsWith(sentence, StringComparison.Ordinal);
        AgentAction Change(Seat doer, AgentAction action) => doer == seat && Lacks(action) ? action with { Argument = $"{action.Argument} {sentence}" } : action;
        bool any = episode.Turns.Any(turn => turn.Turns.TryGetValue(seat, out AgentTurn? done) && Lacks(done.Action));
        return any ? With(episode, episode.Task, [.. episode.Turns.Select(turn => MapActions(turn, Change))]) : null;
    }

    /// <summary>Lists the seats the other way round.</summary>
    public static PerturbedEpisode Reverse(Episode episode)
    {
        int count = episode.Task.SeatCount;
        Seat Mirror(Seat seat) => new(count - 1 - seat.Index);
        SocialTask old = episode.Task;
        SocialTask task = SocialTask.Create(old.Environment with { Goals = [.. old.Environment.Goals.Reverse()] }, [.. old.Agents.Reverse()]) with { Relationship = old.Relationship };
        TurnRecord[] turns =
        [
            .. episode.Turns.Select(turn => turn with
            {
                Turns = turn.Turns.ToDictionary(pair => Mirror(pair.Key), pair => pair.Value with { Action = pair.Value.Action with { Recipients = [.. pair.Value.Action.Recipients.Select(Mirror)] } }),
            }),
        ];
        Episode changed = With(episode, task, turns) with { Seats = [.. episode.Seats.Reverse().Select(assignment => assignment with { Seat = Mirror(assignment.Seat) })] };
        return new PerturbedEpisode(changed, old.Seats.ToDictionary(seat => seat, Mirror));
    }

    /// <summary>Gives every character another name and writes it wherever the old one stands.</summary>
    public static PerturbedEpisode Rename(Episode episode)
    {
        SocialTask old = episode.Task;
        (string First, string Last)[] free = [.. NewNames.Where(name => old.Agents.All(agent => agent.FirstName != name.First))];
        (AgentProfile Old, string First, string Last)[] renamed =
        [
            .. old.Agents.Select((agent, index) => (
                agent,
                index < free.Length ? free[index].First : string.Create(CultureInfo.InvariantCulture, $"Person{index}"),
                agent.LastName.Length == 0 ? "" : index < free.Length ? free[index].Last : "Doe")),
        ];
        Dictionary<string, string> words = [];
        foreach ((AgentProfile agent, string first, string last) in renamed)
        {
            words.TryAdd(agent.Name, last.Length == 0 ? first : $"{first} {last}");
            words.TryAdd(agent.FirstName, first);
        }

        Regex names = new($@"\b({string.Join('|', words.Keys.Where(word => word.Length > 1).OrderByDescending(word => word.Length).Select(Regex.Escape).DefaultIfEmpty("(?!)"))})\b", RegexOptions.CultureInvariant);
        string Write(string text) => names.Replace(text, match => words[match.Value]);
        AgentProfile[] agents =
        [
            .. renamed.Select(person => person.Old with
            {
                FirstName = person.First, LastName = person.Last, PublicInfo = Write(person.Old.PublicInfo), Secret = Write(person.Old.Secret), PersonalityAndValues = Write(person.Old.PersonalityAndValues),
            }),
        ];
        SocialTask task = SocialTask.Create(old.Environment with { Scenario = Write(old.Environment.Scenario), Goals = [.. old.Environment.Goals.Select(Write)] }, agents) with { Relationship = old.Relationship };
        TurnRecord[] turns = [.. episode.Turns.Select(turn => MapActions(turn, (_, action) => action with { Argument = Write(action.Argument) }) with { Events = [.. turn.Events.Select(Write)] })];
        Episode changed = With(episode, task, turns);
        EpisodeEnd? end = changed.State.End is { } known ? known with { Text = Write(known.Text) } : null;
        return new PerturbedEpisode(changed with { State = changed.State with { End = end }, Seats = [.. episode.Seats.Select(assignment => assignment with { Profile = agents[assignment.Seat.Index] })] }, old.Seats.ToDictionary(seat => seat, seat => seat));
    }

    private static TurnRecord MapActions(TurnRecord turn, Func<Seat, AgentAction, AgentAction> change) =>
        turn with { Turns = turn.Turns.ToDictionary(pair => pair.Key, pair => pair.Value with { Action = change(pair.Key, pair.Value.Action) }) };

    private static Episode With(Episode episode, SocialTask task, TurnRecord[] turns) =>
        episode with { State = episode.State with { Task = task, Turns = turns, Turn = turns.Length } };
}
