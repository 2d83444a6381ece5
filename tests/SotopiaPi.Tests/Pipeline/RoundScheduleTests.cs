namespace SotopiaPi.Tests.Pipeline;

public sealed class RoundScheduleTests
{
    private static readonly Round s_cloning = Round.BehaviorCloning;
    private static readonly Round s_reinforcement = Round.SelfReinforcement;

    [Test]
    public void Self_reinforcement_after_cloning_starts_from_its_adapter()
    {
        RoundSchedule schedule = new([s_cloning, s_reinforcement]);
        Assert.That(schedule.Adapter(s_cloning, s_cloning.Start), Is.Null);
        Assert.That(schedule.Adapter(s_reinforcement, s_reinforcement.Start), Is.EqualTo("bc"));
        Assert.That(schedule.Adapter(s_reinforcement, s_reinforcement.Collection.PlaysWith), Is.EqualTo("bc"));
    }

    [Test]
    public void Self_reinforcement_alone_starts_from_the_base_model() =>
        Assert.That(new RoundSchedule([s_reinforcement]).Adapter(s_reinforcement, s_reinforcement.Start), Is.Null);

    [Test]
    public void No_task_serves_two_collections_and_a_shared_collection_is_counted_once()
    {
        Round continued = new("more", s_cloning.Collection) { Start = RoundStart.After("bc") };
        RoundSchedule schedule = new([s_cloning, continued, s_reinforcement]);
        Assert.That(schedule.TasksOf(s_cloning.Collection), Is.EqualTo((0, 100)));
        Assert.That(schedule.TasksOf(continued.Collection), Is.EqualTo((0, 100)));
        Assert.That(schedule.TasksOf(s_reinforcement.Collection), Is.EqualTo((100, 100)));
        Assert.That(schedule.TaskCount, Is.EqualTo(200));
    }

    [Test]
    public void A_start_that_no_earlier_round_makes_is_refused_by_name()
    {
        Round wrong = s_reinforcement with { Start = RoundStart.After("later") };
        Assert.That(() => new RoundSchedule([s_cloning, wrong]), Throws.ArgumentException.With.Message.Contains("Round 'sr' names 'later' in Start").And.Message.Contains("Earlier: bc"));
    }

    [Test]
    public void Two_rounds_of_one_name_are_refused() =>
        Assert.That(() => new RoundSchedule([s_cloning, s_cloning]), Throws.ArgumentException.With.Message.Contains("Two rounds are named 'bc'"));
}
