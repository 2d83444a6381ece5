namespace SotopiaPi.Torch.Tests;

public class TextFuzzTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);     // generous: tests share their machine

    [Test]
    public void Damaged_files_give_a_result_or_a_documented_error()
    {
        string[] problems = [.. new TextFuzz(1, s_patience).Run(10_000).Take(5)];
        Assert.That(problems, Is.Empty, string.Join(Environment.NewLine, problems));
    }
}
