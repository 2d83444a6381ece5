namespace SotopiaPi.Torch.Tests;

internal sealed class SequenceCacheTests
{
    private static readonly object s_weights = new();

    [Test]
    public void A_longer_sequence_finds_all_but_its_new_tokens()
    {
        var cache = new KvCache(new TokenStore(20));
        List<int> tokens = [.. Enumerable.Range(0, 40)];
        Finish(cache, tokens, 40);
        List<int> longer = [.. tokens, 99, 98];
        Assert.That(new SequenceCache(cache, s_weights, longer).Computed, Is.EqualTo(40));
    }

    [Test]
    public void The_last_token_is_always_computed()
    {
        foreach (int length in (int[])[1, 15, 16, 17, 32, 33])
        {
            var cache = new KvCache(new TokenStore(20));
            List<int> tokens = [.. Enumerable.Range(0, length)];
            Finish(cache, tokens, length);
            Assert.That(new SequenceCache(cache, s_weights, tokens).Computed, Is.EqualTo(length - 1));
        }
    }

    [Test]
    public void Other_weights_find_nothing()
    {
        var cache = new KvCache(new TokenStore(20));
        Finish(cache, [.. Enumerable.Range(0, 40)], 40);
        Assert.That(new SequenceCache(cache, new object(), [.. Enumerable.Range(0, 40)]).Computed, Is.Zero);
    }

    [Test]
    public void Running_sequences_share_the_blocks_of_a_common_beginning()
    {
        var cache = new KvCache(new TokenStore(20));
        List<int> first = [.. Enumerable.Range(0, 40)];
        var running = Begin(cache, first, 40);
        var second = new SequenceCache(cache, s_weights, [.. first.Take(35), 77, 78]);
        Assert.That((second.Computed, second.Blocks[0], second.Blocks[1]), Is.EqualTo((32, running.Blocks[0], running.Blocks[1])));
        Assert.That(cache.UsedBlocks, Is.EqualTo(3), "the third block is the first sequence's own while it writes to it");
    }

    [Test]
    public void What_was_not_used_for_longest_makes_room_and_a_running_sequence_never()
    {
        var cache = new KvCache(new TokenStore(4));
        Finish(cache, [.. Enumerable.Range(0, 16)], 16);
        Finish(cache, [.. Enumerable.Range(100, 16)], 16);
        var running = Begin(cache, [.. Enumerable.Range(0, 17)], 17);
        Assert.That(running.TryReserve(48), Is.True);
        List<int> later = [.. Enumerable.Range(100, 17)];
        var found = new SequenceCache(cache, s_weights, later);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Computed, Is.EqualTo(16), "used later");
            Assert.That(running.TryReserve(64), Is.False);
            found.Release(later);
            Assert.That(running.TryReserve(64), Is.True);
            Assert.That(running.TryReserve(65), Is.False);
        }
    }

    [Test]
    public void Forget_frees_what_was_computed_with_weights()
    {
        var cache = new KvCache(new TokenStore(4));
        Finish(cache, [.. Enumerable.Range(0, 40)], 40);
        cache.Forget(s_weights);
        Assert.That(cache.UsedBlocks, Is.Zero);
    }

    [Test]
    public void Random_lives_of_many_sequences_never_read_what_others_wrote()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var store = new TokenStore(12 + random.Next(30));
            var cache = new KvCache(store);
            var running = new List<(SequenceCache Cache, List<int> Tokens)>();
            for (int action = 0; action < 400; action++)
            {
                if (running.Count < 4 && random.Next(3) == 0)
                {
                    List<int> tokens = [.. Enumerable.Range(0, 1 + random.Next(60)).Select(i => i < 20 ? 0 : random.Next(2))];
                    running.Add((new(cache, s_weights, tokens), tokens));
                }
                else if (running.Count > 0)
                {
                    Live(running, random, store);
                }

                foreach (var (sequence, tokens) in running)
                {
                    Assert.That(store.Holds(sequence, tokens), Is.True);
                }
            }

            running.ForEach(one => one.Cache.Release(one.Tokens));
            cache.Forget(s_weights);
            Assert.That(cache.UsedBlocks, Is.Zero, "no block is lost");
        }
    }

    private static void Live(List<(SequenceCache Cache, List<int> Tokens)> running, Random random, TokenStore store)
    {
        int index = random.Next(running.Count);
        var (cache, tokens) = running[index];
        int end = Math.Min(tokens.Count, cache.Computed + 1 + random.Next(20));
        if (random.Next(6) == 0 || !cache.TryReserve(end))
        {
            cache.Release(tokens);
            running.RemoveAt(index);
            return;
        }

        store.Compute(cache, tokens, end);
        cache.Advance(tokens, end);
        if (end == tokens.Count)
        {
            tokens.Add(random.Next(2));
        }
    }

    private static SequenceCache Begin(KvCache cache, List<int> tokens, int computed)
    {
        var sequence = new SequenceCache(cache, s_weights, tokens);
        Assert.That(sequence.TryReserve(computed), Is.True);
        sequence.Advance(tokens, computed);
        return sequence;
    }

    private static void Finish(KvCache cache, List<int> tokens, int computed) => Begin(cache, tokens, computed).Release(tokens);
}
