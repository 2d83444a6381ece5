namespace SotopiaPi.Torch.Tests;

internal sealed class TokenTrieTests
{
    [Test]
    public void Mark_agrees_with_following_each_token_alone()
    {
        var random = new Random(3);
        for (int round = 0; round < 50; round++)
        {
            byte[]?[] tokens = [.. Enumerable.Range(0, 60).Select(_ => Word(random))];
            var automaton = ByteAutomaton.Compile(BytePattern.Separated(BytePattern.Choice(BytePattern.Text("ab"), BytePattern.Text("bca")), "c"));
            int state = automaton.Next(ByteAutomaton.Start, "a"u8);
            var mask = new TokenMask(tokens.Length);
            new TokenTrie(tokens).Mark(automaton, state, mask);
            int[] naive = [.. Enumerable.Range(0, tokens.Length).Where(id => tokens[id]!.Length > 0 && automaton.Next(state, tokens[id]) != ByteAutomaton.Dead)];
            using (Assert.EnterMultipleScope())
            {
                Assert.That(Enumerable.Range(0, tokens.Length).Where(id => mask[id]), Is.EqualTo(naive));
                Assert.That(mask.Count, Is.EqualTo(naive.Length));
                Assert.That(mask.LongestBytes, Is.EqualTo(naive.Select(id => tokens[id]!.Length).DefaultIfEmpty(0).Max()));
            }
        }
    }

    private static byte[] Word(Random random) => [.. Enumerable.Range(0, random.Next(6)).Select(_ => (byte)('a' + random.Next(3)))];
}
