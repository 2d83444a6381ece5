using Pretraining;

namespace SotopiaPi.Torch.Tests;

public class BpeTrainerTests
{
    [Test]
    public void The_most_frequent_pair_is_merged_first()
    {
        List<(string Left, string Right)> merges = new BpeTrainer(Words(("abab", 3), ("bc", 4))).Train(2);
        Assert.That(merges, Is.EqualTo(new[] { ("a", "b"), ("b", "c") }), "ab occurs 6 times, bc 4 times");
    }

    [Test]
    public void Ties_go_to_the_pair_that_comes_first() =>
        Assert.That(new BpeTrainer(Words(("cd", 2), ("ab", 2))).Train(1), Is.EqualTo(new[] { ("a", "b") }));

    [Test]
    public void It_stops_when_every_word_is_one_piece() =>
        Assert.That(new BpeTrainer(Words(("abc", 1))).Train(100), Is.EqualTo(new[] { ("a", "b"), ("ab", "c") }));

    [Test]
    public void Overlapping_pairs_are_merged_from_the_left()
    {
        List<string> pieces = ["a", "a", "a"];
        BpeTrainer.Apply(pieces, ("a", "a"));
        Assert.That(pieces, Is.EqualTo(new[] { "aa", "a" }));
    }

    private static IEnumerable<KeyValuePair<string, long>> Words(params (string Word, long Count)[] words) => words.Select(word => KeyValuePair.Create(word.Word, word.Count));
}
