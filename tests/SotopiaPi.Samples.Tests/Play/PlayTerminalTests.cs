using SotopiaPi.Samples.Play;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>A person plays in the terminal.</summary>
public sealed class PlayTerminalTests
{
    [Test]
    public async Task An_episode_played_in_the_terminal_is_shown_stored_and_rated()
    {
        using TemporaryFolder folder = new();
        using SampleProcess play = SampleProcess.StartPlay("2\nI offer 20 coins.\nleave\n", "--store", folder.File("play.sqlite"));
        Assert.That(play.WaitForExit(), Is.Zero, play.Output);
        Assert.That(play.Output, Does.Contain("coins").And.Contain("  5 leave").And.Contain("goal").And.Contain("Stored in"));
        (Episode episode, EpisodeRating rating) = await PlayedAsync(folder.File("play.sqlite"));
        Assert.That(episode.Turns[0].Turns[new Seat(0)].Action.Argument, Is.EqualTo("I offer 20 coins."));
        Assert.That(episode.Seats.Select(seat => seat.Role), Is.EqualTo(new[] { "person", "partner" }));
        Assert.That(rating.Scores[new Seat(0)][SocialDimension.Goal].Value, Is.Zero);
    }

    [TestCase("--seat", "9", "choose one of them")]
    [TestCase("--port", "70000", "--port must be from 0 to 65535")]
    [TestCase("--partner-url", "http://localhost:1/v1", "belong together")]
    [TestCase("--tasks", "no/such", "needs --partner-url")]
    public void What_the_user_gets_wrong_is_named(string option, string value, string message)
    {
        using TemporaryFolder folder = new();
        using SampleProcess play = SampleProcess.StartPlay("", option, value, "--store", folder.File("play.sqlite"));
        Assert.That(play.WaitForExit(), Is.Not.Zero);
        Assert.That(play.Output, Does.Contain(message).And.Not.Contain("   at SotopiaPi"));
    }

    [Test]
    public void Texts_cannot_steer_the_terminal()
    {
        using StringWriter output = new();
        using TerminalWriter terminal = new(output);
        terminal.Write("a\u001b[2Jb\u0007\n");
        Assert.That(output.ToString(), Is.EqualTo("a·[2Jb·\n"));
    }

    internal static async Task<(Episode Episode, EpisodeRating Rating)> PlayedAsync(string file)
    {
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(file);
        List<EpisodeRecord> records = await store.QueryAsync(new EpisodeQuery { Tag = "play" }).ToListAsync();
        return (records.OfType<EpisodeStored>().Single().Episode, records.OfType<RatingStored>().Single().Rating);
    }
}
