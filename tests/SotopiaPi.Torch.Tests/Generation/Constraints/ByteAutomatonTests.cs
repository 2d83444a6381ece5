using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace SotopiaPi.Torch.Tests;

internal sealed class ByteAutomatonTests
{
    [Test]
    public void Compile_agrees_with_derivatives_on_random_patterns_and_texts()
    {
        Gen<byte[]> texts = Gen.Choose('a', 'd').Select(c => (byte)c).ListOf(8).Select(list => list.ToArray());
        Prop.ForAll(Arb.From(Patterns(4)), Arb.From(texts), AgreesWithDerivatives).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Test]
    public void Compile_merges_what_follows_alternatives()
    {
        var pattern = BytePattern.Sequence(BytePattern.Choice(BytePattern.Text("ab"), BytePattern.Text("cb")), BytePattern.Text("xyz"));
        var automaton = ByteAutomaton.Compile(pattern);
        Assert.That(automaton.Next(0, "ab"u8), Is.EqualTo(automaton.Next(0, "cb"u8)));
    }

    [Test]
    public void ForcedText_stops_where_a_choice_or_an_end_is_possible()
    {
        var automaton = ByteAutomaton.Compile(BytePattern.Sequence(
            BytePattern.Text("key: "), BytePattern.Choice(BytePattern.Text("yes"), BytePattern.Text("you")), BytePattern.Optional(BytePattern.Text("!"))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(automaton.ForcedText(0), Is.EqualTo("key: y"u8.ToArray()));
            Assert.That(automaton.ForcedText(automaton.Next(0, "key: ye"u8)), Is.EqualTo("s"u8.ToArray()));
            Assert.That(automaton.ForcedText(automaton.Next(0, "key: yes"u8)), Is.Empty);
        }
    }

    [Test]
    public void IsComplete_tells_an_end_from_a_possible_end()
    {
        var automaton = ByteAutomaton.Compile(BytePattern.Sequence(BytePattern.Text("a"), BytePattern.Optional(BytePattern.Text("b"))));
        int open = automaton.Next(0, "a"u8);
        int closed = automaton.Next(open, "b"u8);
        Assert.That(
            (automaton.IsAccepting(open), automaton.IsComplete(open), automaton.IsAccepting(closed), automaton.IsComplete(closed)),
            Is.EqualTo((true, false, true, true)));
    }

    [Test]
    public void Compile_refuses_a_pattern_that_is_too_large()
    {
        var pattern = BytePattern.Repeat(BytePattern.Text(new string('x', 1000)), 0, 1000);
        Assert.That(() => ByteAutomaton.Compile(pattern), Throws.TypeOf<NotSupportedException>().With.Message.Contains("200000 nodes"));
    }

    private static bool AgreesWithDerivatives(BytePattern pattern, byte[] text)
    {
        var automaton = ByteAutomaton.Compile(pattern);
        int state = ByteAutomaton.Start;
        BytePattern? rest = pattern;
        foreach (byte value in text)
        {
            state = automaton.Next(state, value);
            rest = NaiveMatcher.After(rest!, value);
            if ((state == ByteAutomaton.Dead) != (rest is null))
            {
                return false;
            }

            if (rest is null)
            {
                return true;
            }

            if (automaton.IsAccepting(state) != NaiveMatcher.MatchesEmpty(rest))
            {
                return false;
            }
        }

        return true;
    }

    private static Gen<BytePattern> Patterns(int depth)
    {
        Gen<BytePattern> leaf = Gen.OneOf(
            Gen.Elements("a", "b", "ab", "ca", "").Select(BytePattern.Text),
            Gen.Elements("ab", "cd", "ad").Select(set => BytePattern.OneOf(ByteSet.Of(Encoding.ASCII.GetBytes(set)))));
        if (depth == 0)
        {
            return leaf;
        }

        Gen<BytePattern> inner = Patterns(depth - 1);
        return Gen.OneOf(
            leaf,
            Gen.Zip(inner, inner).Select(pair => BytePattern.Sequence(pair.Item1, pair.Item2)),
            Gen.Zip(inner, inner).Select(pair => BytePattern.Choice(pair.Item1, pair.Item2)),
            Gen.Zip(inner, Gen.Choose(0, 2)).Select(pair => BytePattern.Repeat(pair.Item1, pair.Item2, null)),
            Gen.Zip(inner, Gen.Choose(0, 3)).Select(pair => BytePattern.Repeat(pair.Item1, pair.Item2 / 2, pair.Item2)),
            inner.Select(item => BytePattern.Separated(item, "d")));
    }
}
