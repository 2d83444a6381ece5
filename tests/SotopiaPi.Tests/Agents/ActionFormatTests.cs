using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class ActionFormatTests
{
    private static readonly string[] Names = ["Ada Reed", "Ben Cole", "Cy Dunn"];

    [Test]
    public void ToJson_writes_the_canonical_form()
    {
        Assert.That(ActionFormat.ToJson(AgentAction.Speak("I ask 23 coins.")), Is.EqualTo("""{"action_type": "speak", "argument": "I ask 23 coins."}"""));
        Assert.That(ActionFormat.ToJson(AgentAction.Leave), Is.EqualTo("""{"action_type": "leave", "argument": ""}"""));
        Assert.That(ActionFormat.ToJson(new AgentAction(ActionType.NonVerbal, "ä \"x\" \\ \n \u0001 😀 <b>")), Is.EqualTo("{\"action_type\": \"non-verbal communication\", \"argument\": \"ä \\\"x\\\" \\\\ \\n \\u0001 😀 <b>\"}"));
    }

    [Test]
    public void ToJson_names_recipients_in_a_third_key()
    {
        AgentAction secret = AgentAction.Speak("psst") with { Recipients = [new Seat(1), new Seat(2)] };
        Assert.That(ActionFormat.ToJson(secret, Names), Is.EqualTo("""{"action_type": "speak", "argument": "psst", "to": ["Ben Cole", "Cy Dunn"]}"""));
        Assert.That(ActionFormat.ToJson(secret), Is.EqualTo("""{"action_type": "speak", "argument": "psst", "to": ["1", "2"]}"""));
    }

    [Test]
    public void Schema_restricts_the_kinds_and_the_recipients()
    {
        JsonElement schema = ActionFormat.Schema([ActionType.Speak, ActionType.Leave]);
        Assert.That(schema.GetRawText(), Is.EqualTo("""{"type":"object","properties":{"action_type":{"type":"string","enum":["speak","leave"]},"argument":{"type":"string"}},"required":["action_type","argument"],"additionalProperties":false}"""));
        JsonElement withRecipients = ActionFormat.Schema(ActionType.All, ["Ben Cole"]);
        Assert.That(withRecipients.GetProperty("properties").GetProperty("to").GetProperty("items").GetProperty("enum")[0].GetString(), Is.EqualTo("Ben Cole"));
    }

    [TestCase("""{"action_type": "speak", "argument": "Hi"}""")]
    [TestCase("""Sure! Here it is: {"action_type": "speak", "argument": "Hi"} Hope this helps.""")]
    [TestCase("```json\n{\"action_type\": \"speak\", \"argument\": \"Hi\",}\n```")]
    [TestCase("```\n{\"action_type\": \"speak\", \"argument\": \"Hi\"\n```")]
    [TestCase("""[{"action_type": "speak", "argument": "Hi"}]""")]
    [TestCase("""{"properties": {"action_type": "speak", "argument": "Hi"}}""")]
    [TestCase("""{'action_type': 'speak', 'argument': 'Hi'}""")]
    [TestCase("""{"argument": "Hi", "action_type": "SPEAK"}""")]
    [TestCase("""{"Action Type": "speak", "Argument": ["Hi"]}""")]
    [TestCase("""{action_type: "speak", argument: "Hi"}""")]
    [TestCase("""{Ada}: { oops {"action_type": "speak", "argument": "Hi"}""")]
    [TestCase("""<think>{"action_type": "leave", "argument": ""}</think>{"action_type": "speak", "argument": "Hi"}""")]
    [TestCase("""{"action_type": "speak", "argument": "Hi"} {"action_type": "leave", "argument": ""}""")]
    [TestCase("""{"action_type": "speak", "argument": "Hi", "to": []}""")]
    [TestCase("""{"action_type": "speak", "argument": "Hi", "to": null, "why": {"a": [1, 2, true]}}""")]
    [TestCase("""{“action_type”: “speak”, “argument”: “Hi”}""")]
    public void Parse_finds_the_action(string reply)
    {
        ActionReading reading = ActionFormat.Parse(reply, ActionType.All, Names);
        Assert.That(reading.Failure, Is.Null);
        Assert.That(ActionFormat.ToJson(reading.Action!), Is.EqualTo("""{"action_type": "speak", "argument": "Hi"}"""));
    }

    [TestCase("{\"action_type\": \"speak\", \"argument\": \"He said \"yes\" to me.\"}", "He said \"yes\" to me.")]
    [TestCase("{\"action_type\": \"speak\", \"argument\": \"one\ntwo\"}", "one\ntwo")]
    [TestCase("""{"action_type": "speak", "argument": 23}""", "23")]
    [TestCase("""{"action_type": "speak", "argument": null}""", "")]
    [TestCase("""{"action_type": "speak"}""", "")]
    [TestCase("""{"action_type": "speak", "argument": "\u0041\ud83d\ude00\ud800!"}""", "A😀\uFFFD!")]
    [TestCase("""{'action_type': 'speak', 'argument': 'I don't know'}""", "I don't know")]
    public void Parse_reads_the_argument(string reply, string argument) =>
        Assert.That(ActionFormat.Parse(reply, ActionType.All).Action?.Argument, Is.EqualTo(argument));

    [Test]
    public void Parse_finds_recipients_by_name_and_marks_unknown_ones()
    {
        AgentAction? action = ActionFormat.Parse("""{"action_type": "speak", "argument": "x", "to": ["ben cole", "Zed"]}""", ActionType.All, Names).Action;
        Assert.That(action?.Recipients, Is.EqualTo(new[] { new Seat(1), new Seat(-1) }));
    }

    [TestCase("", "the reply is empty; wanted {\"action_type\": \"...\", \"argument\": \"...\"}")]
    [TestCase("I accept.", "the reply holds no complete JSON object with the key 'action_type'; wanted {\"action_type\": \"...\", \"argument\": \"...\"}")]
    [TestCase("{\"action_type\": \"speak\", \"argument\": \"I th", "the reply holds no complete JSON object with the key 'action_type'; wanted {\"action_type\": \"...\", \"argument\": \"...\"}")]
    [TestCase("{\"action_type\": \"dance\", \"argument\": \"\"}", "action_type is \"dance\"; wanted one of \"none\", \"speak\", \"non-verbal communication\", \"action\", \"leave\"")]
    [TestCase("{\"action_type\": 5, \"argument\": \"\"}", "action_type is 5; wanted one of \"none\", \"speak\", \"non-verbal communication\", \"action\", \"leave\"")]
    [TestCase("{\"action_type\": \"speak\", \"argument\": {\"text\": \"Hi\"}}", "argument is an object; wanted a text")]
    public void Parse_explains_a_failure(string reply, string message)
    {
        ActionReading reading = ActionFormat.Parse(reply, ActionType.All);
        Assert.That(reading.Action, Is.Null);
        Assert.That(reading.Failure, Is.EqualTo(new AgentFailure(AgentFailure.Parse, message, reply)));
    }

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public Property Parse_reads_back_what_ToJson_wrote(string? argument, byte type)
    {
        ActionType kind = ActionType.All[type % 5];
        string text = kind == ActionType.None || kind == ActionType.Leave ? "" : Sound(argument ?? "");
        AgentAction action = new(kind, text);
        AgentAction? read = ActionFormat.Parse("x " + ActionFormat.ToJson(action) + " y", ActionType.All).Action;
        return (read is not null && read.Type == kind && read.Argument == text).ToProperty();
    }

    [FsCheck.NUnit.Property(MaxTest = 10000)]
    public Property Parse_never_throws(int seed)
    {
        Random random = new(seed);
        string[] pieces = ["{", "}", "[", "]", "\"", "'", ":", ",", "\\", "\\u12", "action_type", "\"action_type\"", "\"argument\"", "speak", "\"leave\"", " ", "\n", "```", "é", "\ud800", "null", "7", "“", "”", "\"to\"", "</think>"];
        string reply = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => pieces[random.Next(pieces.Length)]));
        ActionReading reading = ActionFormat.Parse(reply, ActionType.All, Names);
        return ((reading.Action is null) != (reading.Failure is null)).ToProperty();
    }

    [TestCase("{")]
    [TestCase("{\"a\":")]
    [TestCase("{\"a\":[")]
    [TestCase("\"")]
    [TestCase("{\"")]
    [TestCase("{\"a\": \"b\", ")]
    [TestCase("{'a': x ")]
    [TestCase("\\")]
    [TestCase("{\"a\":\"b\" \" \" ")]
    [TestCase("{\"a\":[[[[")]
    [TestCase("{\"action_type\": \"x\", \"argument\": \"\"}")]
    public void Parse_takes_time_linear_in_the_length(string piece)
    {
        string Text(int length) => new StringBuilder().Insert(0, piece, length / piece.Length).ToString();
        ActionFormat.Parse(Text(1000), ActionType.All);
        Stopwatch watch = Stopwatch.StartNew();
        ActionFormat.Parse(Text(400_000), ActionType.All);
        Assert.That(watch.Elapsed.TotalSeconds, Is.LessThan(3));
    }

    private static string Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
