using System.Globalization;
using System.Text;

namespace SotopiaPi.Tests;

/// <summary>Small episodes, played by the dialogue environment, and replies of a judge.</summary>
internal static class TestEpisodes
{
    public static async Task<Episode> PlayAsync(EpisodePlan plan, params AgentAction[] actions)
    {
        DialogueEnvironment environment = new();
        EpisodeState state = await TestTasks.PlayAsync(environment, environment.Begin(plan.Task, plan.Options), actions);
        return new Episode(plan.Key, plan.Seats, state) { Tag = plan.Tag };
    }

    public static Task<Episode> PlayAsync(params AgentAction[] actions) => PlayAsync(TestTasks.Plan(), actions);

    public static Task<Episode> ShortAsync(int repetition = 0) =>
        PlayAsync(TestTasks.Plan(repetition: repetition), AgentAction.Speak("Good morning."), AgentAction.Speak("How much is the lamp?"), AgentAction.Speak("Ten coins."), AgentAction.Leave);

    /// <summary>A complete reply for all seats: each dimension has its lowest score plus the seat's number.</summary>
    public static string Reply(int seats = 2, Func<int, SocialDimension, string>? score = null)
    {
        StringBuilder json = new("{\"evaluations\": {");
        for (int seat = 0; seat < seats; seat++)
        {
            json.Append(seat == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"\"agent_{seat + 1}\": {{");
            json.AppendJoin(", ", SocialDimension.All.Select(dimension => string.Create(
                CultureInfo.InvariantCulture,
                $"\"{dimension.Name}\": {{\"reasoning\": \"why {dimension.Name} {seat}\", \"score\": {score?.Invoke(seat, dimension) ?? ScoreOf(seat, dimension).ToString(CultureInfo.InvariantCulture)}}}")));
            json.Append('}');
        }

        return json.Append("}}").ToString();
    }

    public static double ScoreOf(int seat, SocialDimension dimension) => dimension.Minimum + seat;
}
