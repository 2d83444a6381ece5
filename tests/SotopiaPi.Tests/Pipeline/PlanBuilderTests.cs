namespace SotopiaPi.Tests.Pipeline;

public sealed class PlanBuilderTests
{
    private static readonly SocialTask s_task = SocialTask.Create(new EnvironmentProfile("e", "A scene.", ["win", "win"]), [new AgentProfile("a", "Ann", ""), new AgentProfile("b", "Ben", "")]);

    [Test]
    public void Build_gives_each_task_every_seating_and_repetition()
    {
        IReadOnlyList<EpisodePlan> plans = PlanBuilder.Build("tag", [s_task], CollectionPlan.PartnerPlay.Seatings, 3, new EpisodeOptions(), new ModelRef("agent", "bc"));
        Assert.That(plans, Has.Count.EqualTo(6));
        Assert.That(plans.Select(plan => plan.Key).Distinct().Count(), Is.EqualTo(6));
        Assert.That(plans.Select(plan => plan.Options.Seed).Distinct().Count(), Is.EqualTo(6));
        Assert.That(plans[0].Seats[0].Model, Is.EqualTo(new ModelRef("agent", "bc")));
        Assert.That(plans[0].Seats[1].Model, Is.Null);
        Assert.That(plans[3].Seats[1].Role, Is.EqualTo(Player.AgentRole));
    }

    [Test]
    public void Keys_depend_on_the_adapter_and_on_nothing_else_that_is_equal()
    {
        string[] Keys(string? adapter) => [.. PlanBuilder.Build("tag", [s_task], CollectionPlan.SelfPlay.Seatings, 2, new EpisodeOptions(), new ModelRef("agent", adapter)).Select(plan => plan.Key)];
        string[] first = Keys("bc");
        string[] again = Keys("bc");
        Assert.That(again, Is.EqualTo(first));
        Assert.That(first.Intersect(Keys(null)), Is.Empty);
    }

    [Test]
    public void A_seating_of_the_wrong_size_is_refused() =>
        Assert.That(
            () => PlanBuilder.Build("tag", [s_task], [[Player.Agent]], 1, new EpisodeOptions(), null),
            Throws.ArgumentException.With.Message.Contains("has 2 seats, but the seating names 1 players (agent)"));
}
