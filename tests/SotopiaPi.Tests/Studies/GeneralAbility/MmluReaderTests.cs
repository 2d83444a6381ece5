using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

public sealed class MmluReaderTests
{
    [Test]
    public void The_authors_folder_is_read()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("test"));
        Directory.CreateDirectory(folder.File("dev"));
        File.WriteAllText(folder.File("test/high_school_physics_test.csv"), "\"What, then?\",a,b,c,d,B\nNext?,1,2,3,4,D\n");
        File.WriteAllText(folder.File("dev/high_school_physics_dev.csv"), "Solved?,a,b,c,d,A\n");
        MultipleChoiceSet set = MmluReader.ReadFolder(folder.Path);
        Assert.That(set.Questions.Select(question => (question.Subject, question.Text, question.Choices.Count, question.Answer)), Is.EqualTo(new[] { ("high_school_physics", "What, then?", 4, 1), ("high_school_physics", "Next?", 4, 3) }));
        Assert.That(set.Examples.Single().Answer, Is.Zero);
    }

    [Test]
    public void Tables_and_lines_of_the_hub_are_read()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("test.csv"), "question,subject,choices,answer\n\"Who?\",virology,\"['a b' \"\"c's\"\"\n 'd' 'e']\",1\n");
        File.WriteAllText(folder.File("dev.jsonl"), "{\"question\": \"Who?\", \"subject\": \"virology\", \"choices\": [\"x\", \"y\"], \"answer\": 1}\n{\"question\": \"W?\", \"subject\": \"virology\", \"choices\": [\"x\", \"y\"], \"answer\": \"A\"}\n");
        MultipleChoiceSet set = MmluReader.ReadFolder(folder.Path);
        Assert.That(set.Questions.Single().Choices, Is.EqualTo(new[] { "a b", "c's", "d", "e" }));
        Assert.That(set.Examples.Select(example => example.Answer), Is.EqualTo(new[] { 1, 0 }));
    }

    [Test]
    public void Bad_files_are_named()
    {
        using TemporaryFolder folder = new();
        Assert.That(() => MmluReader.ReadFolder(folder.File("no")), Throws.InstanceOf<DirectoryNotFoundException>());
        Assert.That(() => MmluReader.ReadFolder(folder.Path), Throws.InstanceOf<RecordFormatException>().With.Message.Contains("'test'"));
        File.WriteAllText(folder.File("x_test.csv"), "Q?,a,b,c,d,B\nQ?,a,b,c,d,F\n");
        Assert.That(() => MmluReader.ReadFile(folder.File("x_test.csv")), Throws.InstanceOf<RecordFormatException>().With.Message.Contains("record 2").And.Message.Contains("'F'"));
        File.WriteAllText(folder.File("y.csv"), "question,subject,choices,answer\nQ?,s,a b c,1\n");
        Assert.That(() => MmluReader.ReadFile(folder.File("y.csv")), Throws.InstanceOf<RecordFormatException>().With.Message.Contains("brackets"));
        Assert.That(() => MmluReader.ReadFile(folder.File("z.parquet")), Throws.InstanceOf<RecordFormatException>().With.Message.Contains(".parquet"));
    }

    [Test]
    public void The_subjects_are_57_in_four_groups()
    {
        Assert.That(MmluSubjects.All, Has.Count.EqualTo(57));
        Assert.That(MmluSubjects.All.GroupBy(MmluSubjects.GroupOf).ToDictionary(group => group.Key, group => group.Count()), Is.EqualTo(new Dictionary<string, int> { ["STEM"] = 18, ["humanities"] = 13, ["social sciences"] = 12, ["other"] = 14 }));
    }
}
