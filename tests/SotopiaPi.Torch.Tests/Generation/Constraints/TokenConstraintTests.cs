using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace SotopiaPi.Torch.Tests;

internal sealed class TokenConstraintTests
{
    private static readonly TokenConstraint s_action = TinyVocabulary.Constraint(JsonSchemaPattern.Of(JsonDocument.Parse("""
        {"type": "object", "properties": {"action_type": {"enum": ["none", "speak", "leave"]}, "argument": {"type": "string"}},
         "required": ["action_type", "argument"], "additionalProperties": false}
        """).RootElement));

    [Test]
    public void ForcedTokens_leave_the_choice_between_whole_frames_to_the_model()
    {
        TokenMask mask = s_action.Mask(ByteAutomaton.Start);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(s_action.ForcedTokens(ByteAutomaton.Start), Is.Empty);
            Assert.That(TinyVocabulary.Frames[..3].SelectMany(TinyVocabulary.Encode).Select(token => mask[token]), Is.All.True);
        }
    }

    [Test]
    public void ForcedTokens_write_what_no_token_reaches_beyond()
    {
        int state = After("""{"action_type": "no""");
        Assert.That(TinyVocabulary.Text(s_action.ForcedTokens(state)), Is.EqualTo("""ne", "argument": """), "' \"' stays: it may go on as another token");
    }

    [Test]
    public void ForcedTokens_write_to_the_very_end()
    {
        int state = After("""{"action_type": "speak", "argument": "a" """.TrimEnd());
        Assert.That(TinyVocabulary.Text(s_action.ForcedTokens(state)), Is.EqualTo("}"));
    }

    [Test]
    public void Mask_of_string_content_stays_the_same_object_while_the_string_goes_on()
    {
        int start = After(TinyVocabulary.Frames[0]);
        TokenMask mask = s_action.Mask(start);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(s_action.Mask(s_action.Next(start, TinyVocabulary.Encode(" I")[0])), Is.SameAs(mask));
            Assert.That(mask[TinyVocabulary.Encode("\"}")[0]], Is.True, "closing the string and the object in one token");
            Assert.That(mask[TinyVocabulary.Encode("\r\n")[0]], Is.False, "a control character");
            Assert.That(mask[TinyVocabulary.Control] || mask[TinyVocabulary.End], Is.False, "tokens without text");
        }
    }

    [Test]
    public void Mask_allows_the_end_where_the_text_may_end()
    {
        TokenConstraint number = TinyVocabulary.Constraint(JsonPatterns.Integer);
        int state = number.Next(ByteAutomaton.Start, TinyVocabulary.Encode("12")[0]);
        Assert.That((number.Mask(ByteAutomaton.Start)[TinyVocabulary.End], number.Mask(state)[TinyVocabulary.End]), Is.EqualTo((false, true)));
    }

    [Test]
    public void Mask_reports_a_vocabulary_that_cannot_go_on()
    {
        var poor = new TokenVocabulary([null, "x"u8.ToArray()], [0]);
        var constraint = new TokenConstraint(ByteAutomaton.Compile(BytePattern.Text("yes")), poor, _ => []);
        Assert.That(() => constraint.Mask(ByteAutomaton.Start), Throws.InvalidOperationException.With.Message.Contains("yes"));
    }

    [Test]
    public void Masks_of_a_large_vocabulary_cost_little_per_token()
    {
        var random = new Random(1);
        byte[]?[] tokens = [.. Enumerable.Range(0, 256).Select(value => new[] { (byte)value }), .. Enumerable.Range(0, 149_744).Select(_ => RandomWord(random))];
        var constraint = new TokenConstraint(ByteAutomaton.Compile(JsonPatterns.Any(2)), new TokenVocabulary(tokens, []), _ => []);
        int[] states = [ByteAutomaton.Start, constraint.Next(0, '"'), constraint.Next(0, '{'), constraint.Next(0, '[')];
        constraint.Mask(states[0]);
        var watch = Stopwatch.StartNew();
        foreach (int state in states)
        {
            constraint.Mask(state);
        }

        TimeSpan first = watch.Elapsed;
        watch.Restart();
        for (int i = 0; i < 1000; i++)
        {
            constraint.Mask(states[i % 4]);
        }

        TestContext.Out.WriteLine($"4 new masks {first.TotalMilliseconds:F2} ms, 1000 known ones {watch.Elapsed.TotalMilliseconds:F2} ms");
        Assert.That(watch.Elapsed.TotalMicroseconds / 1000, Is.LessThan(50));
    }

    private static byte[] RandomWord(Random random)
    {
        byte[] word = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2 + random.Next(6)).Select(_ => (char)random.Next('a', 'z'))));
        return random.Next(3) == 0 ? [(byte)' ', .. word] : word;
    }

    private static int After(string text)
    {
        int state = ByteAutomaton.Start;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            state = s_action.Next(state, value + 2);   // the tokens of single bytes
        }

        return state;
    }
}
