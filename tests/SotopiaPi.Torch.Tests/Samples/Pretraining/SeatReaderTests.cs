using Pretraining;

namespace SotopiaPi.Torch.Tests;

public class SeatReaderTests
{
    [Test]
    public async Task A_seat_is_read_as_it_was_asked_and_learns_all_after_the_header()
    {
        using var folder = new TemporaryFolder();
        SmallTokenizer.Write(["I ask 2 coins."], 300, folder.Path);
        ChatTokenizer chat = ChatTokenizer.LoadFolder(folder.Path);
        Episode episode = await new MixedPlay(3).PlayAsync(4, default);
        TokenSequence[] seats = [.. new SeatReader(chat).Read(episode)];
        Assert.That(seats, Has.Length.EqualTo(2));
        for (int seat = 0; seat < 2; seat++)
        {
            string text = chat.Tokenizer.Decode(seats[seat].Ids);
            string header = chat.Tokenizer.Decode(seats[seat].Ids.Where((_, i) => seats[seat].LossWeights[i] == 0));
            Assert.That(header, Is.EqualTo($"<|system|>{episode.Task.Agents[seat].Name}: {episode.Task.Environment.Scenario} {episode.Task.Environment.Goals[seat]}"));
            Assert.That(text, Does.StartWith(header).And.EndWith("<|end|>"));
            Assert.That(seats[seat].LossWeights, Is.Ordered, "0 up to the end of the header, then 1");
        }
    }
}
