using System.Text;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class EpisodeJsonTests
{
    [Test]
    public void Write_and_read_keep_every_field()
    {
        Episode episode = SampleEpisodes.Everything();
        byte[] json = EpisodeJson.Write(new EpisodeStored("k", episode));
        Episode read = ((EpisodeStored)EpisodeJson.Read(json)).Episode;
        Assert.That(Encoding.UTF8.GetString(EpisodeJson.Write(new EpisodeStored("k", read))), Is.EqualTo(Encoding.UTF8.GetString(json)));
        Assert.That(Transcript.Of(read), Is.EqualTo(Transcript.Of(episode)));
        Assert.That(read.Seats[2].Profile.Tag, Is.EqualTo("other"));
        Assert.That(read.Seats[1].Model, Is.EqualTo(new ModelRef("c", "ad")));
        Assert.That(read.State.Options, Is.EqualTo(episode.State.Options with { HintTags = read.State.Options.HintTags }));
        Assert.That((read.State.End, read.State.Turn, read.Tag, read.Environment, read.Key), Is.EqualTo((episode.State.End, 2, "collection", "own", "k")));
        AgentTurn first = read.Turns[0].Turns[new Seat(0)];
        Assert.That(first.Action.Argument, Is.EqualTo("x\u0000y\n"));
        Assert.That(first.Action.Recipients, Is.EqualTo(new[] { new Seat(2) }));
        Assert.That(first.Memory, Is.EqualTo("note"));
        Assert.That(first.Reply!.LogProbabilities, Is.EqualTo(new[] { -0.1f, float.NegativeInfinity }));
        Assert.That(first.Reply.TokenIds, Is.EqualTo(new[] { 1, 2 }));
        Assert.That(first.Reply.Usage!.ReasoningTokenCount, Is.EqualTo(5));
        Assert.That(read.Turns[1].Turns[new Seat(0)].Reply!.Prompt.Select(message => $"{message.Role} {message.Text}"), Is.EqualTo(new[] { "system s <b> \"q\" \u2028", "user u", "assistant a", "user more" }));
        Assert.That(read.Turns[0].Turns[new Seat(3)].Failure, Is.EqualTo(new AgentFailure(AgentFailure.Client, "down", null)));
        Assert.That(read.Turns[0].Events, Is.EqualTo(new[] { "Rain falls." }));
        Assert.That(read.State.Memories, Is.EquivalentTo(episode.State.Memories));
        Assert.That(read.Task.Environment.AgentConstraint, Is.EqualTo(episode.Task.Environment.AgentConstraint));
        Assert.That(read.Task.Environment.GameMetadata!.ToJsonString(), Is.EqualTo("""{"rules":[1,"two",null]}"""));
    }

    [Test]
    public void Write_and_read_keep_ratings()
    {
        RatingStored record = RatingStored.Of("e", SampleEpisodes.Rating());
        RatingStored read = (RatingStored)EpisodeJson.Read(EpisodeJson.Write(record));
        Assert.That((read.Key, read.EpisodeKey, read.Judge), Is.EqualTo((record.Key, "e", "judge")));
        Assert.That(read.Rating.Scores[new Seat(0)], Is.EquivalentTo(record.Rating.Scores[new Seat(0)]));
        SocialDimension wit = read.Rating.Scores[new Seat(1)].Keys.Single();
        Assert.That((wit.Name, wit.Minimum, wit.Maximum, wit.Definition), Is.EqualTo(("wit", 0.0, 3.0, "Is it funny?")));
        Assert.That(read.Rating.Reply!.Prompt[0].Text, Is.EqualTo("rate"));
    }

    [Test]
    public async Task Prompts_are_written_once()
    {
        Episode episode = await SampleEpisodes.PlayedAsync();
        string json = Encoding.UTF8.GetString(EpisodeJson.Write(new EpisodeStored("k", episode)));
        Assert.That(json.Split("You play Ada Reed"), Has.Length.EqualTo(2));
        Episode read = ((EpisodeStored)EpisodeJson.Read(Encoding.UTF8.GetBytes(json))).Episode;
        foreach ((TurnRecord turn, TurnRecord before) in read.Turns.Zip(episode.Turns))
        {
            Assert.That(turn.Turns.Values.Select(act => act.Reply?.Prompt.Select(m => m.Text)), Is.EqualTo(before.Turns.Values.Select(act => act.Reply?.Prompt.Select(m => m.Text))));
        }
    }

    [TestCase("", "the record is not JSON")]
    [TestCase("[]", "found [], wanted an object")]
    [TestCase("{}", "field 'kind': found nothing, wanted a value")]
    [TestCase("""{"kind": "x"}""", "field 'kind': found \"x\", wanted \"episode\" or \"rating\"")]
    [TestCase("""{"kind": "rating", "key": 5}""", "field 'key': found 5, wanted a text")]
    [TestCase("""{"kind": "rating", "key": "k", "episode": "e", "judge": "j", "rating": {"scores": {"x": {}}}}""", "field 'scores': found the key \"x\", wanted the number of a seat")]
    [TestCase("""{"kind": "rating", "key": "k", "episode": "e", "judge": "j", "rating": {"scores": {"0": 5}}}""", "field 'scores': found 5, wanted an object")]
    public void Read_names_what_is_wrong(string json, string message) =>
        Assert.That(() => EpisodeJson.Read(Encoding.UTF8.GetBytes(json)), Throws.TypeOf<RecordFormatException>().With.Message.StartsWith(message));

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public bool Read_of_damaged_json_throws_nothing_else(int seed)
    {
        Random random = new(seed);
        byte[] json = EpisodeJson.Write(seed % 2 == 0 ? new EpisodeStored("k", SampleEpisodes.Everything()) : RatingStored.Of("e", SampleEpisodes.Rating()));
        for (int i = random.Next(3); i >= 0; i--)
        {
            json[random.Next(json.Length)] = (byte)"{}[]\",:019nxé"[random.Next(13)];
        }

        try
        {
            EpisodeJson.Read(json);
        }
        catch (RecordFormatException)
        {
            return true;
        }

        return true;
    }
}
