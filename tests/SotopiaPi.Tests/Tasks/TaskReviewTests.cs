using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class TaskReviewTests
{
    private static readonly EnvironmentProfile[] Two = [new("e1", "=cmd, \"x\"\nline", ["g", "h"]), new("e2", "S", ["i", "j"]) { Relationship = RelationshipType.Friend }];

    [Test]
    public void Only_what_is_accepted_is_used()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("review.csv");
        TaskReview.Write(path, Two);
        Assert.That(File.ReadAllText(path), Does.Contain(",,e2,,Friend,,,S,i,j\n").And.Contain("'=cmd"));
        Assert.That(() => TaskReview.Accepted(path, Two), Throws.InvalidOperationException.With.Message.StartsWith("2 of 2 situations are not decided"));
        Decide(path, ",,e1", "reject,bad,e1");
        Decide(path, ",,e2", "Accept,,e2");
        Assert.That(TaskReview.Accepted(path, Two).Select(environment => environment.Id), Is.EqualTo(new[] { "e2" }));
    }

    [Test]
    public void Writing_again_keeps_decisions()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("review.csv");
        TaskReview.Write(path, Two);
        Decide(path, ",,e1", "accept,fine,e1");
        TaskReview.Write(path, [.. Two, Two[1] with { Id = "e3", Goals = ["1", "2", "3"] }]);
        Assert.That(File.ReadAllText(path), Does.Contain("accept,fine,e1").And.Contain("goal_3"));
    }

    [Test]
    public void Other_words_and_other_tables_are_refused()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("review.csv");
        TaskReview.Write(path, Two);
        Decide(path, ",,e1", "yes,,e1");
        Assert.That(() => TaskReview.Accepted(path, Two), Throws.TypeOf<RecordFormatException>().With.Message.StartsWith("field 'decision': found \"yes\" in row 1"));
        File.WriteAllText(path, "a,b\n");
        Assert.That(() => TaskReview.Write(path, Two), Throws.TypeOf<RecordFormatException>().With.Message.Contains("is not a table of situations to review"));
    }

    private static void Decide(string path, string from, string to) => File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
}
