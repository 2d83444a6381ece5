using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

/// <summary>SmolLM2-135M-Instruct answers questions of the tests' own by likelihood.</summary>
internal sealed class RealModelQuestionsTests
{
    private static readonly (string Question, string Right, string[] Wrong)[] s_facts =
    [
        ("Which of these is a colour?", "blue", ["seven", "loud", "chair"]), ("Which animal barks?", "a dog", ["a cat", "a cow", "a frog"]), ("What is frozen water called?", "ice", ["steam", "sand", "oil"]),
        ("How many legs has a spider?", "eight", ["two", "four", "six"]), ("Where do fish live?", "in water", ["in trees", "in books", "in clouds"]), ("What do bees make?", "honey", ["milk", "bread", "wool"]),
        ("Which is a fruit?", "an apple", ["a stone", "a spoon", "a shoe"]), ("What is 2 plus 2?", "4", ["3", "5", "9"]), ("What shines by day?", "the sun", ["the moon", "a shadow", "a cave"]),
        ("Which of these can fly?", "a sparrow", ["a snail", "a worm", "a pig"]), ("What is used to write?", "a pen", ["a plate", "a pillow", "a ladder"]), ("What is the opposite of hot?", "cold", ["tall", "red", "fast"]),
        ("Which season has snow?", "winter", ["summer", "noon", "Monday"]), ("What do cows give?", "milk", ["ink", "iron", "silk"]), ("Which is the largest?", "an elephant", ["an ant", "a mouse", "a bee"]),
        ("What covers a bird?", "feathers", ["scales", "bark", "paper"]), ("What do we breathe?", "air", ["soup", "gold", "glass"]), ("Which one is a metal?", "iron", ["wood", "wool", "paper"]),
        ("What grows in a garden?", "flowers", ["cars", "coins", "clocks"]), ("What is a baby cat called?", "a kitten", ["a puppy", "a calf", "a lamb"]),
    ];

    [Test]
    [LiveTensorsFlat]
    public async Task Twenty_questions_are_answered_within_a_minute_and_none_twice_after_a_break()
    {
        string model = SharedFolder.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf");
        using TemporaryFolder folder = new();
        MultipleChoiceSet set = Questions();
        using TorchContinuationScorer scorer = TorchContinuationScorer.Load(model);
        Counting counting = new(scorer);
        using CancellationTokenSource stop = new();
        counting.Answered += (_, _) => (counting.Asked == 7 ? stop : null)?.Cancel();
        MultipleChoiceStudy study = new(set, Path.Combine(folder.Path, "results.jsonl")) { MaxConcurrency = 1 };
        // Processor time, because a test machine may be busy with other things; alone it is no less than the time that passes.
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Assert.That(async () => await study.RunAsync(new LikelihoodAnswerer("SmolLM2", counting), cancellationToken: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        IReadOnlyList<MultipleChoiceResult> results = await study.RunAsync(new LikelihoodAnswerer("SmolLM2", counting));
        TimeSpan used = Environment.CpuUsage.TotalTime - before;
        TestContext.Out.WriteLine($"{used.TotalSeconds:0.0} s of processor time, {results.Count(result => result.IsRight)} of 20 right");
        Assert.That(results, Has.Count.EqualTo(20));
        Assert.That(results.All(result => result is { Choice: not null, IsFailure: false }));
        Assert.That(counting.Asked, Is.EqualTo(20), "what was answered before the break is not asked again");
        Assert.That(used, Is.LessThan(TimeSpan.FromMinutes(1)));
    }

    private static MultipleChoiceSet Questions()
    {
        MultipleChoiceQuestion[] all = [.. s_facts.Select((fact, index) =>
        {
            List<string> choices = [.. fact.Wrong];
            choices.Insert(index % 4, fact.Right);
            return new MultipleChoiceQuestion("miscellaneous", fact.Question, choices, index % 4);
        })];
        MultipleChoiceQuestion Example(string text, int right) => new("miscellaneous", text, ["a hand", "a wall", "a song", "a lake"], right);
        return new MultipleChoiceSet(all, [Example("What has fingers?", 0), Example("What is sung?", 2), Example("What is full of water?", 3), Example("What is built of stones?", 1), Example("Where do you swim?", 3)]);
    }

    private sealed class Counting(IContinuationScorer inner) : IContinuationScorer
    {
        private int _asked;

        public event EventHandler? Answered;

        public int Asked => _asked;

        public async ValueTask<IReadOnlyList<double>> ScoreAsync(string prompt, IReadOnlyList<string> continuations, CancellationToken cancellationToken = default)
        {
            IReadOnlyList<double> scores = await inner.ScoreAsync(prompt, continuations, cancellationToken);
            Interlocked.Increment(ref _asked);
            Answered?.Invoke(this, EventArgs.Empty);
            return scores;
        }
    }
}
