using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Torch.Tests;

internal sealed class JsonSchemaPatternTests
{
    private const string Action = """
        {"type": "object", "properties": {"action_type": {"enum": ["none", "speak", "non-verbal communication", "action", "leave"]}, "argument": {"type": "string"}},
         "required": ["action_type", "argument"], "additionalProperties": false}
        """;

    [TestCase("""{"action_type": "speak", "argument": "Hi, \"Ben\" – é 😀 \u00e9 \ud83d\ude00"}""", true)]
    [TestCase("""{"action_type": "leave", "argument": ""}""", true)]
    [TestCase("""{"action_type": "shout", "argument": ""}""", false)]
    [TestCase("""{"action_type":"leave","argument":""}""", false)]
    [TestCase("""{"argument": "", "action_type": "leave"}""", false)]
    [TestCase("""{"action_type": "leave"}""", false)]
    [TestCase("""{"action_type": "leave", "argument": "\ud83d"}""", false)]
    [TestCase("""{"action_type": "leave", "argument": "\ude00\ud83d"}""", false)]
    [TestCase("""{"action_type": "leave", "argument": "\x"}""", false)]
    [TestCase("{\"action_type\": \"leave\", \"argument\": \"\n\"}", false)]
    public void Of_matches_actions_in_canonical_form_only(string text, bool expected) => Assert.That(Accepts(Action, text), Is.EqualTo(expected));

    [TestCase("""{"type": "integer"}""", "0;-7;123456789012345678", "01;1.0;1e3;-;1234567890123456789")]
    [TestCase("""{"type": "number"}""", "0;-0.5;1e3;2.50E-07;12.25e+99", "1.;.5;+1;1e;1e100;0x1")]
    [TestCase("""{"type": ["boolean", "null"]}""", "true;false;null", "True;0;")]
    [TestCase("""{"type": "array", "items": {"type": "integer"}}""", "[];[1];[1, 2, 3]", "[1,2];[1, ];[, 1];[true]")]
    [TestCase("""{"type": "array", "items": {"type": "boolean"}, "minItems": 1, "maxItems": 2}""", "[true];[true, false]", "[];[true, true, true]")]
    [TestCase("""{"type": "array", "items": {"type": "boolean"}, "maxItems": 0}""", "[]", "[true]")]
    [TestCase("""{"type": "string", "minLength": 1, "maxLength": 2}""", "\"a\";\"é😀\";\"\\ud83d\\ude00\\n\"", "\"\";\"abc\"")]
    [TestCase("""{"enum": ["a", 1, null, {"k": [1, 2]}]}""", "\"a\";1;null;{\"k\": [1, 2]}", "\"1\";{};{\"k\":[1,2]}")]
    [TestCase("""{"type": "string", "enum": ["a", 1]}""", "\"a\"", "1")]
    [TestCase("""{"const": "a\"b"}""", "\"a\\\"b\"", "\"a\"")]
    [TestCase("""{"anyOf": [{"type": "null"}, {"type": "object", "properties": {"x": {"type": "null"}}}]}""", "null;{};{\"x\": null}", "{\"y\": null}")]
    [TestCase("""{"properties": {"a": true, "b": {"type": "null"}}, "required": ["b"]}""", "{\"b\": null};{\"a\": {\"z\": [1, {}]}, \"b\": null}", "{};{\"a\": 1}")]
    [TestCase("""{"type": "object", "additionalProperties": false}""", "{}", "{\"a\": 1}")]
    [TestCase("""{"type": "object"}""", "{};{\"a\": 1, \"b\": {\"c\": []}}", "[]")]
    [TestCase("""{"items": {"$ref": "#/$defs/n"}, "$defs": {"n": {"type": "null"}}}""", "[];[null, null]", "[1]")]
    [TestCase("""{"title": "t", "description": "d", "default": 1, "examples": [1], "type": "null"}""", "null", "1")]
    public void Of_matches_each_word(string schema, string accepted, string refused)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(accepted.Split(';').Where(text => !Accepts(schema, text)), Is.Empty, "should be accepted");
            Assert.That(refused.Split(';').Where(text => Accepts(schema, text)), Is.Empty, "should be refused");
        }
    }

    [TestCase("""{"type": "string", "pattern": "a+"}""", "pattern", "")]
    [TestCase("""{"type": "object", "properties": {"a/b": {"type": "integer", "minimum": 3}}}""", "minimum", "/properties/a~1b")]
    [TestCase("""{"type": "array", "items": {"oneOf": []}}""", "oneOf", "/items")]
    [TestCase("""{"type": "text"}""", "type", "")]
    [TestCase("""{"type": []}""", "type", "")]
    [TestCase("""{"enum": []}""", "enum", "")]
    [TestCase("""{"anyOf": []}""", "anyOf", "")]
    [TestCase("""{"anyOf": [true], "type": "null"}""", "type", "")]
    [TestCase("""{"type": "integer", "enum": ["a"]}""", "enum", "")]
    [TestCase("""{"type": "string", "minLength": 3, "maxLength": 2}""", "maxLength", "")]
    [TestCase("""{"type": "string", "maxLength": -1}""", "maxLength", "")]
    [TestCase("""{"type": "object", "properties": {}, "required": ["a"]}""", "required", "")]
    [TestCase("""{"type": "object", "required": ["a"]}""", "required", "")]
    [TestCase("""{"type": "object", "additionalProperties": {"type": "null"}}""", "additionalProperties", "")]
    [TestCase("""{"properties": {"a": {"$ref": "#"}}}""", "$ref", "/properties/a")]
    [TestCase("""{"$ref": "#/$defs/none"}""", "$ref", "")]
    [TestCase("""{"$ref": "other.json"}""", "$ref", "")]
    [TestCase("3", "3", "")]
    public void Of_refuses_by_name_and_place(string schema, string word, string path)
    {
        var refusal = Assert.Throws<JsonSchemaNotSupportedException>(() => Pattern(schema));
        Assert.That((refusal!.Word, refusal.Path), Is.EqualTo((word, path)));
    }

    [Test]
    public void Of_reports_a_malformed_schema() =>
        Assert.That(() => Pattern("""{"enum": 3}"""), Throws.ArgumentException.With.Message.Contains("malformed"));

    [Test]
    public void Random_walks_under_random_schemas_parse_and_validate()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            JsonObject schema = RandomSchema.Make(random, 3);
            TokenConstraint constraint = TinyVocabulary.Constraint(Pattern(schema.ToJsonString()));
            for (int walk = 0; walk < 8; walk++)
            {
                string text = Walk(constraint, random);
                Assert.That(RandomSchema.IsValid(schema, Parse(text)), Is.True, () => $"{text} under {schema.ToJsonString()}");
            }
        }
    }

    [Test]
    public void Every_mask_on_the_way_is_exact()
    {
        for (int seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            BytePattern pattern = Pattern(RandomSchema.Make(random, 2).ToJsonString());
            TokenConstraint constraint = TinyVocabulary.Constraint(pattern);
            int state = ByteAutomaton.Start;
            for (int step = 0; step < 12 && !constraint.IsComplete(state); step++)
            {
                TokenMask mask = constraint.Mask(state);
                int[] naive = [.. Enumerable.Range(0, TinyVocabulary.Vocabulary.Count).Where(token => Continues(pattern, token))];
                Assert.That(Enumerable.Range(0, TinyVocabulary.Vocabulary.Count).Where(token => mask[token]), Is.EqualTo(naive));
                int next = naive[random.Next(naive.Length)];
                if (next == TinyVocabulary.End)
                {
                    break;
                }

                pattern = NaiveMatcher.After(pattern, TinyVocabulary.Vocabulary.Bytes(next))!;
                state = constraint.Next(state, next);
            }
        }
    }

    /// <summary>Draws allowed tokens; after a while only those that are short, so that strings and arrays come to an end.</summary>
    internal static string Walk(TokenConstraint constraint, Random random)
    {
        var tokens = new List<int>();
        int state = ByteAutomaton.Start;
        while (!constraint.IsComplete(state))
        {
            TokenMask mask = constraint.Mask(state);
            int[] allowed = [.. Enumerable.Range(0, TinyVocabulary.Vocabulary.Count).Where(token => mask[token])];
            int[] closing = [.. allowed.Where(token => token == TinyVocabulary.End || Closes(TinyVocabulary.Vocabulary.Bytes(token)))];
            int[] from = tokens.Count > 20 && closing.Length > 0 ? closing : allowed;
            int token = from[random.Next(from.Length)];
            if (token == TinyVocabulary.End)
            {
                break;
            }

            tokens.Add(token);
            state = constraint.Next(state, token);
        }

        return TinyVocabulary.Text(tokens);
    }

    private static bool Closes(ReadOnlySpan<byte> bytes) => bytes.Length == 1 && "\"]}"u8.Contains(bytes[0]);

    private static bool Continues(BytePattern pattern, int token) => token == TinyVocabulary.End
        ? NaiveMatcher.MatchesEmpty(pattern)
        : TinyVocabulary.Vocabulary.Bytes(token) is { Length: > 0 } bytes && NaiveMatcher.After(pattern, bytes) is not null;

    private static bool Accepts(string schema, string text)
    {
        var automaton = ByteAutomaton.Compile(Pattern(schema));
        int state = automaton.Next(ByteAutomaton.Start, Encoding.UTF8.GetBytes(text));
        return state != ByteAutomaton.Dead && automaton.IsAccepting(state);
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static BytePattern Pattern(string schema) => JsonSchemaPattern.Of(Parse(schema));
}
