namespace SotopiaPi.Tests;

public class OfflineTaskFamilyTests
{
    private static readonly OfflineTaskFamily[] s_families = [new BargainFamily(), new SplitFamily()];

    [TestCaseSource(nameof(s_families))]
    public void Every_task_has_two_different_characters_and_goals_that_can_be_read(OfflineTaskFamily family)
    {
        for (long index = 0; index < family.Count; index += family.Count / 997)
        {
            SocialTask task = family.Create(index);
            OfflineTerms[] terms = [.. task.Environment.Goals.Select(goal => OfflineTerms.Read(goal)!)];
            Assert.That(terms, Has.None.Null);
            Assert.That(task.Agents[0].Id, Is.Not.EqualTo(task.Agents[1].Id));
            Assert.That(task.Environment.Scenario, Does.Contain(task.Agents[0].Name).And.Contain(task.Agents[1].Name));
            AssertBalanced(terms);
        }
    }

    [TestCaseSource(nameof(s_families))]
    public void An_index_outside_is_refused(OfflineTaskFamily family)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => family.Create(family.Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => family.Create(-1));
    }

    [Test]
    public void A_bargain_reads_as_plain_English()
    {
        SocialTask task = new BargainFamily().Create(0);
        Assert.That(task.Environment.Scenario, Is.EqualTo("Ada sells a lamp to Ben."));
        Assert.That(task.Environment.Goals, Is.EqualTo(new[] { "Sell it for more than 2 coins.", "Buy it for less than 8 coins." }));
    }

    [Test]
    public void A_split_reads_as_plain_English()
    {
        SocialTask task = new SplitFamily().Create(0);
        Assert.That(task.Environment.Scenario, Is.EqualTo("Ada and Ben share 2 books, 2 hats, 2 balls."));
        Assert.That(task.Environment.Goals[0], Is.EqualTo("Collect points: 1 for books, 1 for hats, 8 for balls."));
    }

    private static void AssertBalanced(OfflineTerms[] terms)
    {
        if (terms is [BargainTerms first, BargainTerms second])
        {
            int gap = (first.Sells ? 1 : -1) * (second.Limit - first.Limit);
            Assert.That(first.Sells, Is.Not.EqualTo(second.Sells));
            Assert.That(gap, Is.InRange(6, 18));
            Assert.That(Math.Max(first.Limit, second.Limit), Is.LessThanOrEqualTo(40));
        }
        else
        {
            Assert.That(terms.Cast<SplitTerms>().Select(split => split.Values.Sum()), Is.All.EqualTo(10));
            Assert.That(terms.Cast<SplitTerms>().SelectMany(split => split.Values), Is.All.GreaterThanOrEqualTo(1));
        }
    }
}
