namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class ConsoleAgentTests
{
    [TestCase("2\nHello.\n", "speak", "Hello.")]
    [TestCase("x\nleave\n", "leave", "")]
    [TestCase("1\n", "none", "")]
    [TestCase("", "leave", "")]
    public async Task Act_reads_a_number_or_a_name(string input, string type, string argument)
    {
        DialogueEnvironment environment = new();
        using StringWriter output = new();
        AgentTurn turn = await new ConsoleAgent(new StringReader(input), output).ActAsync(environment.Observe(environment.Begin(TestTasks.Pair(), new EpisodeOptions()), new Seat(0)));
        Assert.That((turn.Action.Type.Name, turn.Action.Argument), Is.EqualTo((type, argument)));
        Assert.That(output.ToString(), Does.Contain("Scenario: Two people meet in a shop.").And.Contain("  5 leave"));
    }
}
