namespace SotopiaPi.Tests;

/// <summary>Studies of people with simulated raters whose truth is known.</summary>
internal static class StudySamples
{
    public static async Task<IReadOnlyList<HumanStudyCandidate>> CandidatesAsync(int tasks, params string[] settings)
    {
        List<HumanStudyCandidate> candidates = [];
        foreach (string setting in settings)
        {
            for (int i = 0; i < tasks; i++)
            {
                for (int target = 0; target < 2; target++)
                {
                    SocialTask task = SocialTask.Create(TestTasks.Pair().Environment with { Id = FormattableString.Invariant($"env{i}") }, [TestTasks.Ada, TestTasks.Ben]);
                    SeatAssignment[] seats = [.. task.Seats.Select(seat => new SeatAssignment(seat, task.Agents[seat.Index], seat.Index == target ? "agent" : "partner", new ModelRef(seat.Index == target ? setting : "other")))];
                    Episode episode = await TestEpisodes.PlayAsync(EpisodePlan.Create(task, seats, new EpisodeOptions(), tag: setting), AgentAction.Speak("Hello </script> there."), AgentAction.Speak("Good morning."), AgentAction.Leave);
                    candidates.Add(new HumanStudyCandidate(setting, episode, new Seat(target)));
                }
            }
        }

        return candidates;
    }

    /// <summary>The answers of raters to all their items: the truth of each item and seat plus the rater's bias and noise.</summary>
    public static IReadOnlyList<HumanStudyAnswer> Answers(HumanStudy study, Func<string, HumanStudyItem, Seat, SocialDimension, double> score) =>
    [
        .. from assignment in study.Assignments
           from step in assignment.Steps
           let item = study.Find(step)
           where item is not null
           select new HumanStudyAnswer(
               assignment.Rater,
               assignment.Round,
               item.Id,
               [
                   .. from seat in new[] { new Seat(0), new Seat(1) }
                      from dimension in SocialDimension.All
                      select new HumanStudyMark(seat, dimension, (int)Math.Clamp(Math.Round(score(assignment.Rater, item, seat, dimension)), dimension.Minimum, dimension.Maximum), "because"),
               ],
               60),
    ];

    /// <summary>A number in [0, 1) that depends on the parts only.</summary>
    public static double Draw(params string[] parts) => StableKey.Seed(parts) / (double)long.MaxValue;

    /// <summary>A normal number with mean 0 and deviation 1.</summary>
    public static double Normal(params string[] parts) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, Math.Clamp(Draw(parts), 1e-9, 1 - 1e-9));
}
