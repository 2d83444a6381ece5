using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class InspirationsTests
{
    [TestCase("a.csv", "setting,behavior,norm\nbus,\"sing, \"\"loudly\"\"\",taboo\npark,sit,okay\n", "normbank:sing, loudly|normbank:sit")]
    [TestCase("a.tsv", "area\tsituation\tsplit\nx\tnot calling  my mom\ttrain\n", "social_chem:not calling my mom")]
    [TestCase("a.jsonl", "{\"context\": \"Quinn sent flowers.\", \"question\": \"?\"}\n\n{\"context\": \" \"}\n", "social_iqa:Quinn sent flowers.")]
    [TestCase("a.csv", "prompt,source\nhello,mine\n", "mine:hello")]
    [TestCase("a.txt", "model|source|pk|prompt\nm|social_iqa|1|Ash let go.\n", "social_iqa:Ash let go.")]
    public void Published_columns_are_understood(string name, string text, string expected)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File(name), text);
        Assert.That(string.Join('|', Inspirations.Read(folder.File(name)).Select(inspiration => inspiration.Source + ":" + inspiration.Prompt)), Is.EqualTo(expected));
    }

    [Test]
    public void The_published_texts_round_trip()
    {
        using TemporaryFolder folder = new();
        Inspiration[] published = [.. Inspirations.Read(SharedFolder.Path("data/sotopia-pi/used_prompt.csv"))];
        Inspirations.Write(folder.File("again.csv"), published);
        Assert.That(published, Has.Length.EqualTo(795));
        Assert.That(Inspirations.Read(folder.File("again.csv")), Is.EqualTo(published));
        Inspirations.Write(folder.File("own.csv"), [new Inspiration("a, \u00e9|b; c", "mine"), new Inspiration("d", "")]);
        Assert.That(File.ReadAllText(folder.File("own.csv")), Is.EqualTo("prompt,source\n\"a, \u00e9|b; c\",mine\nd,\n"));
    }

    [Test]
    public void Other_files_are_refused_with_their_place()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.csv"), "x,y\n1,2\n");
        File.WriteAllText(folder.File("a.jsonl"), "{\"context\": \"a\"}\n{\"y\": 1}\n");
        Assert.That(() => Inspirations.Read(folder.File("a.csv")).ToList(), Throws.TypeOf<RecordFormatException>().With.Message.EndsWith("a.csv': found no column of inspirations, wanted one of prompt, behavior, situation, context"));
        Assert.That(() => Inspirations.Read(folder.File("a.jsonl")).ToList(), Throws.TypeOf<RecordFormatException>().With.Message.Contains("a.jsonl, line 2: found no column"));
    }

    [Test]
    public void Repetitions_and_what_the_evaluation_used_go()
    {
        Inspiration[] all = [new("a", "x"), new("A", "y"), new("b", "x"), new("c", "y"), new("b", "x")];
        Assert.That(Inspirations.Clean(all, ["\"C\""]).Select(inspiration => inspiration.Prompt), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Sources_get_equal_shares_and_nothing_comes_again()
    {
        Inspiration[] pool = [.. from source in new[] { "s1", "s2", "s3" } from i in Enumerable.Range(0, 6) select new Inspiration($"{source} {i}", source)];
        IReadOnlyList<Inspiration> drawn = Inspirations.Draw(pool, 11, seed: 4);
        Assert.That(drawn.CountBy(inspiration => inspiration.Source).Select(count => count.Value), Is.EqualTo(new[] { 3, 3, 5 }));
        Assert.That(drawn, Is.Unique);
        Assert.That(Inspirations.Draw([.. pool.Reverse()], 11, seed: 4), Is.EqualTo(drawn));
        Assert.That(Inspirations.Draw(pool, 11, seed: 5), Is.Not.EqualTo(drawn));
        Assert.That(() => Inspirations.Draw(pool, 30), Throws.InvalidOperationException.With.Message.StartsWith("The source 's1' has 6 unused texts, but 10 are wanted"));
        Assert.That(Inspirations.Draw(pool, 30, InspirationReuse.Allowed), Has.Count.EqualTo(30).And.Not.Unique);
    }
}
