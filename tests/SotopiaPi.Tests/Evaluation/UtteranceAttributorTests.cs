using System.Text;
using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests.Evaluation;

public sealed class UtteranceAttributorTests
{
    private static readonly Seat First = new(0);

    private static async Task<(UtteranceAttribution Attribution, TestChatClient Client)> AskAsync(AttributionForm form, params string[] replies)
    {
        Queue<string> left = new(replies);
        TestChatClient client = new((_, _, _) => Task.FromResult(TestChatClient.Reply(left.Count > 1 ? left.Dequeue() : left.Peek())));
        UtteranceAttributor attributor = new(client, new UtteranceAttributorOptions { Form = form });
        return (await attributor.AttributeAsync(await TestEpisodes.ShortAsync(), First, SocialDimension.Goal), client);
    }

    [Test]
    public async Task Three_points_weigh_each_own_utterance_and_share_the_score()
    {
        (UtteranceAttribution attribution, TestChatClient client) = await AskAsync(AttributionForm.ThreePoints, "{\"utterance_1\": 0, \"utterance_3\": 3}");
        Assert.That(attribution.Utterances, Is.EqualTo([new UtteranceWeight(0, 0, 0), new UtteranceWeight(2, 3, 1)]));
        Assert.That(attribution.Utterances.Select(utterance => utterance.RewardOf(7)), Is.EqualTo([0.0, 7.0]));
        string text = client.Requests[0].Messages[0].Text;
        Assert.That(text, Does.Contain("Ada Reed's goal: Sell the lamp. Start high.").And.Contain("utterance_2: Ben Cole said: \"How much is the lamp?\"").And.Contain("from 0 (it changed nothing) to 3").And.Contain("\"utterance_1\", \"utterance_3\""));
        Assert.That(((ChatResponseFormatJson)client.Requests[0].Options!.ResponseFormat!).Schema!.Value.GetRawText(), Does.Contain("\"required\":[\"utterance_1\",\"utterance_3\"]"));
    }

    [Test]
    public async Task Ten_points_have_another_maximum()
    {
        (UtteranceAttribution attribution, _) = await AskAsync(AttributionForm.TenPoints, "```json\n{\"Utterance 1\": \"5\", \"Utterance 3\": 10}\n```");
        Assert.That(attribution.Utterances.Select(utterance => utterance.Share), Is.EqualTo([0.5, 1.0]));
    }

    [Test]
    public async Task The_key_utterance_gets_everything()
    {
        (UtteranceAttribution attribution, TestChatClient client) = await AskAsync(AttributionForm.KeyUtterance, "{\"utterance\": \"utterance_3\"}");
        Assert.That(attribution.Utterances.Select(utterance => utterance.Importance), Is.EqualTo([0.0, 1.0]));
        Assert.That(client.Requests[0].Messages[0].Text, Does.Contain("Name the one utterance of Ada Reed"));
    }

    [Test]
    public async Task A_missing_number_is_asked_for_again()
    {
        (UtteranceAttribution attribution, TestChatClient client) = await AskAsync(AttributionForm.ThreePoints, "{\"utterance_1\": 1}", "{\"utterance_1\": 1, \"utterance_3\": 2}");
        Assert.That(attribution.Utterances, Has.Count.EqualTo(2));
        Assert.That(client.Requests[1].Messages[^1].Text, Does.Contain("utterance_3 is missing; wanted a number from 0 to 3"));
    }

    [TestCase("{\"utterance_1\": 4, \"utterance_3\": 2}", "utterance_1 is \"4\"; wanted a number from 0 to 3")]
    [TestCase("{\"utterance_1\": 1, \"utterance_3\": \"much\"}", "utterance_3 is \"much\"")]
    [TestCase("None of them.", "no JSON object with the keys utterance_1 to utterance_3")]
    public async Task What_stays_unusable_is_a_problem_with_the_judges_text(string reply, string message)
    {
        (UtteranceAttribution attribution, TestChatClient client) = await AskAsync(AttributionForm.ThreePoints, reply);
        Assert.That(client.Requests, Has.Count.EqualTo(5));
        Assert.That(attribution.Utterances, Is.Empty);
        Assert.That(attribution.Problem!.Message, Does.Contain(message));
        Assert.That(attribution.Problem.Raw, Is.EqualTo(reply));
    }

    [Test]
    public async Task A_key_that_is_no_utterance_of_the_seat_is_a_problem()
    {
        (UtteranceAttribution attribution, _) = await AskAsync(AttributionForm.KeyUtterance, "{\"utterance\": \"utterance_2\"}");
        Assert.That(attribution.Problem!.Message, Does.Contain("\"utterance_2\" is none of the utterances"));
    }

    [Test]
    public async Task A_seat_that_did_nothing_is_not_asked_about()
    {
        using TestChatClient client = new("");
        UtteranceAttribution attribution = await new UtteranceAttributor(client).AttributeAsync(await TestEpisodes.PlayAsync(AgentAction.Speak("Hi.")), new Seat(1), SocialDimension.Goal);
        Assert.That((attribution.Utterances.Count, attribution.Problem, client.Requests.Count), Is.EqualTo((0, (RatingProblem?)null, 0)));
    }

    [FsCheck.NUnit.Property(MaxTest = 10_000, QuietOnSuccess = true)]
    public bool Any_reply_is_numbers_in_range_or_a_problem(int[] choices)
    {
        string[] pieces = ["{", "}", "[", "\"", "'", ":", ",", "\\", "```", "utterance_1", "utterance_3", "utterance", "2", "-1", "1e400", "null", "界", "\ud800", "\"utterance_1\": 1, \"utterance_3\": 2"];
        string reply = choices.Aggregate(new StringBuilder(), (text, choice) => text.Append(pieces[(int)((uint)choice % pieces.Length)])).ToString();
        return Enum.GetValues<AttributionForm>().All(form =>
        {
            (double[]? importance, string? problem) = AttributionReply.Read(reply, [0, 2], form);
            return importance is null ? problem is not null : importance.Length == 2 && importance.All(value => value >= 0 && value <= AttributionReply.Maximum(form));
        });
    }
}
