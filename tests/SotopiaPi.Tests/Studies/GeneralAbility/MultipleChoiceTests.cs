using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

public sealed class MultipleChoiceTests
{
    /// <summary>The right letters of the test's questions, in order.</summary>
    private static readonly int[] s_right = [0, 1, 2, 3, 0, 1, 2, 3];

    [Test]
    public async Task Likelihood_gives_the_known_score_of_a_scripted_scorer()
    {
        using TemporaryFolder folder = new();
        MultipleChoiceStudy study = new(Questions(), folder.File("results.jsonl"));
        TestScorer scorer = new(index => index is 2 or 5 ? 0 : s_right[index]);
        IReadOnlyList<MultipleChoiceResult> results = await study.RunAsync(new LikelihoodAnswerer("m", scorer));
        Assert.That(results.Count(result => result.IsRight), Is.EqualTo(6));
        AccuracyRow all = AccuracyRow.Of(results).Single(row => row.Name == "all");
        Assert.That((all.Accuracy.Successes, all.Accuracy.Count, all.Failures), Is.EqualTo((6, 8, 0)));
        Assert.That(AccuracyRow.Of(results).Select(row => row.Name), Is.EqualTo(new[] { "anatomy", "philosophy", "humanities", "other", "all" }));

        int asked = scorer.Asked;
        IReadOnlyList<MultipleChoiceResult> again = await new MultipleChoiceStudy(Questions(), folder.File("results.jsonl")).RunAsync(new LikelihoodAnswerer("m", scorer));
        Assert.That(scorer.Asked, Is.EqualTo(asked), "nothing is asked twice");
        Assert.That(again, Is.EqualTo(results));
    }

    [Test]
    public async Task Generation_gives_the_known_score_and_counts_replies_in_another_form()
    {
        using TemporaryFolder folder = new();
        string[] replies = ["A", "(B)", "I think it is C.", "The answer: D", "no idea", "b", "C. Paris", "Z"];
        MultipleChoiceSet set = Questions();
        Dictionary<string, string> byQuestion = set.Questions.Zip(replies).ToDictionary(pair => pair.First.Text, pair => pair.Second);
        using TestChatClient client = new((messages, _, _) => Task.FromResult(TestChatClient.Reply(byQuestion.Single(pair => messages[^1].Text.TrimEnd().Split("\n\n")[^1].StartsWith(pair.Key, StringComparison.Ordinal)).Value)));
        IReadOnlyList<MultipleChoiceResult> paper = await new MultipleChoiceStudy(set, folder.File("a.jsonl")).RunAsync(new GenerationAnswerer("m", client));
        Assert.That(paper.Select(result => result.IsFailure), Is.EqualTo(new[] { false, false, true, true, true, true, false, true }));
        Assert.That(paper.Take(4).All(result => result.IsRight));
        Assert.That(paper.All(result => result.Choice is >= 0 and < 4), "without a letter, a choice is drawn");
        IReadOnlyList<MultipleChoiceResult> repeated = await new MultipleChoiceStudy(set, folder.File("b.jsonl")).RunAsync(new GenerationAnswerer("m", client));
        Assert.That(repeated.Select(result => result.Choice), Is.EqualTo(paper.Select(result => result.Choice)), "from the seed");

        IReadOnlyList<MultipleChoiceResult> first = await new MultipleChoiceStudy(set, folder.File("a.jsonl")).RunAsync(new GenerationAnswerer("m", client, ChoiceRule.FirstLetter));
        Assert.That(first.Select(result => result.Choice), Is.EqualTo(new int?[] { 0, 1, 2, 3, null, null, 2, null }));
        IReadOnlyList<MultipleChoiceResult> strict = await new MultipleChoiceStudy(set, folder.File("a.jsonl")).RunAsync(new GenerationAnswerer("m", client, ChoiceRule.Strict));
        Assert.That(strict.Select(result => result.Choice), Is.EqualTo(new int?[] { 0, 1, null, null, null, null, 2, null }));
    }

    [Test]
    public async Task A_model_that_cannot_be_reached_stops_the_study_and_keeps_the_answers()
    {
        using TemporaryFolder folder = new();
        TestScorer broken = new(index => index < 3 ? 0 : throw new HttpRequestException("down"));
        MultipleChoiceStudy study = new(Questions(), folder.File("r.jsonl")) { MaxConcurrency = 1 };
        Assert.That(async () => await study.RunAsync(new LikelihoodAnswerer("m", broken)), Throws.InvalidOperationException.With.Message.Contains("run again"));
        await File.AppendAllTextAsync(folder.File("r.jsonl"), "{\"key\": \"cut by a cra");
        TestScorer whole = new(_ => 0);
        await study.RunAsync(new LikelihoodAnswerer("m", whole));
        Assert.That(whole.Asked, Is.EqualTo(5));
        await File.AppendAllTextAsync(folder.File("r.jsonl"), "not a result\n");
        Assert.That(async () => await study.RunAsync(new LikelihoodAnswerer("m", whole)), Throws.InstanceOf<RecordFormatException>().With.Message.Contains("Line 9"));
    }

    [Test]
    public void A_model_that_stalls_stops_the_study_and_the_message_says_after_how_long()
    {
        using TemporaryFolder folder = new();
        using TestChatClient client = new(async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return TestChatClient.Reply("A");
        });
        GenerationAnswerer answerer = new("m", client) { Timeout = TimeSpan.FromMilliseconds(50) };
        Assert.That(
            async () => await new MultipleChoiceStudy(Questions(), folder.File("r.jsonl")).RunAsync(answerer),
            Throws.InvalidOperationException.With.Message.Contains("gave no reply within 0.05 s").And.InnerException.TypeOf<TimeoutException>());
    }

    [Test]
    public async Task Two_answerers_are_compared_on_the_same_questions()
    {
        using TemporaryFolder folder = new();
        MultipleChoiceStudy study = new(Questions(), folder.File("r.jsonl"));
        IReadOnlyList<MultipleChoiceResult> before = await study.RunAsync(new LikelihoodAnswerer("before", new TestScorer(index => s_right[index])));
        IReadOnlyList<MultipleChoiceResult> after = await study.RunAsync(new LikelihoodAnswerer("after", new TestScorer(index => index < 6 ? (s_right[index] + 1) % 4 : s_right[index])));
        AccuracyReport report = AccuracyReport.Of([("before", before), ("after", after)]);
        AccuracyComparison comparison = report.Comparisons.Single().Comparison;
        Assert.That((comparison.Test.OnlyFirst, comparison.Test.OnlySecond), Is.EqualTo((6, 0)));
        Assert.That(comparison.Test.PValue, Is.EqualTo(2 * Math.Pow(0.5, 6)).Within(1e-12), "6 of 6 heads, two-sided");
        report.Write(folder.File("out"));
        Assert.That(await File.ReadAllTextAsync(folder.File("out/report.md")), Does.Contain("McNemar").And.Contain("philosophy"));
    }

    [Test]
    public void A_subject_without_enough_examples_is_named()
    {
        using TemporaryFolder folder = new();
        MultipleChoiceSet set = Questions();
        MultipleChoiceStudy study = new(set with { Examples = [.. set.Examples.Where(example => example.Subject != "philosophy")] }, folder.File("r.jsonl"));
        Assert.That(async () => await study.RunAsync(new LikelihoodAnswerer("m", new TestScorer(_ => 0))), Throws.ArgumentException.With.Message.Contains("philosophy"));
    }

    [TestCase("A", 0, false)]
    [TestCase(" (C) because", 2, false)]
    [TestCase("**D**", 3, false)]
    [TestCase("Answer is B", 1, true)]
    [TestCase("I'd say it's B, not C", 1, true)]
    [TestCase("E", null, true)]
    public void An_output_is_read(string output, int? choice, bool failure) =>
        Assert.That(ChoiceReading.Read(output, 4, ChoiceRule.FirstLetter, 0), Is.EqualTo(new ChoiceAnswer(choice, output, failure)));

    private static MultipleChoiceSet Questions()
    {
        MultipleChoiceQuestion Make(string subject, string text, int right) => new(subject, text, ["one", "two", "three", "four"], right);
        return new MultipleChoiceSet(
            [.. s_right.Select((right, index) => Make(index < 4 ? "anatomy" : "philosophy", FormattableString.Invariant($"Question {index}?"), right))],
            [.. ((string[])["anatomy", "philosophy"]).SelectMany(subject => Enumerable.Range(0, 5).Select(index => Make(subject, FormattableString.Invariant($"Example {index} of {subject}?"), index % 4)))]);
    }

    /// <summary>Prefers a letter by the number of the question, which it reads out of the prompt.</summary>
    private sealed class TestScorer(Func<int, int> choose) : IContinuationScorer
    {
        private int _asked;

        public int Asked => _asked;

        public ValueTask<IReadOnlyList<double>> ScoreAsync(string prompt, IReadOnlyList<string> continuations, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _asked);
            Assert.That(prompt.Split("Example").Length, Is.EqualTo(6), "five examples of the subject");
            string last = prompt.Split("\n\n")[^1];
            int choice = choose(last["Question ".Length] - '0');
            return ValueTask.FromResult<IReadOnlyList<double>>([.. continuations.Select((continuation, index) => index == choice ? -0.5 : -2.0 - continuation.Length)]);
        }
    }
}
