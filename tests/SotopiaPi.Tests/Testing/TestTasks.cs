namespace SotopiaPi.Tests;

/// <summary>Small characters, tasks and plans of the tests' own.</summary>
internal static class TestTasks
{
    public static readonly AgentProfile Ada = new("a1", "Ada", "Reed")
    {
        Age = 34, Occupation = "Baker", Gender = "Woman", GenderPronoun = "She/her", PublicInfo = "Ada has two cats.",
        PersonalityAndValues = "Ada is patient.", Secret = "She cannot swim.",
    };

    public static readonly AgentProfile Ben = new("a2", "Ben", "Cole")
    {
        Age = 51, Occupation = "Pilot", Gender = "Man", GenderPronoun = "He/him", PublicInfo = "Ben plays chess.",
        PersonalityAndValues = "Ben is bold.", Secret = "He fears heights.",
    };

    public static readonly AgentProfile Cy = new("a3", "Cy", "Dunn") { Age = 29, Occupation = "Nurse", Gender = "Nonbinary", GenderPronoun = "They/them", Secret = "They paint at night." };

    public static readonly AgentProfile Dee = new("a4", "Dee", "") { Age = 40, Secret = "She won a prize." };

    public static SocialTask Pair(RelationshipType relationship = RelationshipType.Acquaintance) => SocialTask.Create(
        new EnvironmentProfile("e1", "Two people meet in a shop.", ["Sell the lamp. <strategy_hint>Start high.</strategy_hint>", "Buy the lamp for little."]) { Relationship = relationship },
        [Ada, Ben]);

    public static SocialTask Four() => SocialTask.Create(
        new EnvironmentProfile("e4", "Four people plan a trip.", ["Go to the sea.", "Go to the hills.", "Stay at home.", "Agree soon."]) { Relationship = RelationshipType.Friend },
        [Ada, Ben, Cy, Dee]);

    public static EpisodePlan Plan(SocialTask? task = null, EpisodeOptions? options = null, int repetition = 0)
    {
        task ??= Pair();
        return EpisodePlan.Create(task, [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], "agent", new ModelRef("agent")))], options ?? new EpisodeOptions(), repetition);
    }

    public static async Task<EpisodeState> PlayAsync(ISocialEnvironment environment, EpisodeState state, params AgentAction[] actions)
    {
        Queue<AgentAction> left = new(actions);
        while (left.Count > 0 && environment.ActiveSeats(state) is { Count: > 0 } active)
        {
            state = await environment.StepAsync(state, active.ToDictionary(seat => seat, _ => new AgentTurn(left.Dequeue())));
        }

        return state;
    }
}
