namespace SotopiaPi.Torch.Tests;

internal sealed class PromptLookupTests
{
    [Test]
    public void What_followed_the_latest_place_with_the_same_end_is_guessed()
    {
        List<int> tokens = [1, 2, 3, 4, 9, 9, 2, 3, 5, 6, 2, 3];
        PromptLookup lookup = new(8);
        Assert.That(lookup.Guess(tokens, 10), Is.EqualTo(new[] { 5, 6 }), "two at first");
        tokens = [1, 2, 3, 4, 9, 9, 2, 3, 5, 6, 1, 2, 3];
        Assert.That(new PromptLookup(8).Guess(tokens, 10), Is.EqualTo(new[] { 4, 9 }), "three tokens alike go before two");
    }

    [Test]
    public void Nothing_is_guessed_where_nothing_repeats_or_nothing_is_of_use()
    {
        Assert.That(new PromptLookup(8).Guess([1, 2, 3, 4], 10), Is.Empty);
        Assert.That(new PromptLookup(8).Guess([1], 10), Is.Empty);
        Assert.That(new PromptLookup(8).Guess([1, 2, 1, 2], 0), Is.Empty);
        Assert.That(new PromptLookup(8).Guess([1, 2, 1, 2], -1), Is.Empty);
    }

    [Test]
    public void A_loop_goes_on_beyond_the_end()
    {
        PromptLookup lookup = new(8);
        lookup.Judge(4, 4);
        Assert.That(lookup.Guess([7, 1, 2, 3, 1, 2, 3], 10), Is.EqualTo(new[] { 1, 2, 3, 1, 2, 3, 1, 2 }));
        Assert.That(new PromptLookup(1).Guess([5, 5, 5], 10), Is.EqualTo(new[] { 5 }));
    }

    [Test]
    public void Guesses_grow_while_they_hold_and_shrink_when_they_do_not()
    {
        List<int> tokens = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3];
        PromptLookup lookup = new(6);
        int Length() => lookup.Guess(tokens, 100).Length;
        Assert.That(Length(), Is.EqualTo(2));
        lookup.Judge(2, 2);
        Assert.That(Length(), Is.EqualTo(4));
        lookup.Judge(4, 4);
        Assert.That(Length(), Is.EqualTo(6), "the most");
        lookup.Judge(6, 3);
        Assert.That(Length(), Is.EqualTo(3));
        lookup.Judge(3, 0);
        Assert.That(Length(), Is.EqualTo(1));
        lookup.Judge(0, 0);
        Assert.That(Length(), Is.EqualTo(1), "no guess says nothing");
        lookup.Judge(1, 1);
        Assert.That(Length(), Is.EqualTo(2));
    }

    [Test]
    public void Tokens_may_be_added_between_guesses()
    {
        List<int> tokens = [];
        PromptLookup lookup = new(3);
        Random random = new(1);
        for (int i = 0; i < 500; i++)
        {
            tokens.Add(random.Next(4));
            int[] guess = lookup.Guess(tokens, 1);
            Assert.That(guess, Is.EqualTo(Naive(tokens)));
        }
    }

    private static int[] Naive(List<int> tokens)
    {
        foreach (int same in new[] { 3, 2 })
        {
            for (int place = tokens.Count - 1; place >= same && tokens.Count >= same; place--)
            {
                if (tokens[(place - same)..place].SequenceEqual(tokens[^same..]))
                {
                    return [tokens[place]];
                }
            }
        }

        return [];
    }
}
