using System.Globalization;
using Microsoft.Extensions.AI;
using Pretraining;

namespace SotopiaPi.Torch.Tests;

public class SmallTokenizerTests
{
    private TemporaryFolder _folder = null!;
    private ChatTokenizer _chat = null!;

    [OneTimeSetUp]
    public void Train()
    {
        _folder = new TemporaryFolder();
        SmallTokenizer.Write(["Ada: Ada sells a lamp to Ben. Sell it for more than 2 coins.", "I take 2 books, 1 hats, 0 balls. We both win!"], 400, _folder.Path);
        _chat = ChatTokenizer.LoadFolder(_folder.Path);
    }

    [OneTimeTearDown]
    public void Clean() => _folder.Dispose();

    [Test]
    public void Small_numbers_are_one_piece()
    {
        for (int number = 0; number <= 40; number++)
        {
            string digits = number.ToString(CultureInfo.InvariantCulture);
            Assert.That(Encode(digits), Has.Length.EqualTo(1));
            Assert.That(Encode(" " + digits), Has.Length.EqualTo(1));
        }
    }

    [Test]
    public void The_frame_of_an_action_stays_whole([ValueSource(typeof(ActionType), nameof(ActionType.All))] ActionType type)
    {
        bool silent = type == ActionType.None || type == ActionType.Leave;
        int[] frame = Encode(ActionFormat.ToJson(new AgentAction(type)));
        int[] whole = Encode(ActionFormat.ToJson(new AgentAction(type, silent ? "" : "2")));
        Assert.That(frame, Has.Length.EqualTo(silent ? 1 : 2));
        Assert.That(whole, Has.Length.EqualTo(silent ? 1 : 3), "frame, number, end");
    }

    [TestCase("I take 2 books, 1 hats, 0 balls. We both win!")]
    [TestCase("Grüße, 世界! \t 🙂  two  spaces\nand \"quotes\"")]
    public void Every_text_reads_back(string text) => Assert.That(_chat.Tokenizer.Decode(Encode(text)), Is.EqualTo(text));

    [Test]
    public void A_conversation_is_written_with_one_token_for_each_role()
    {
        ChatMessage[] messages = [new(ChatRole.System, "2"), new(ChatRole.User, "3"), new(ChatRole.Assistant, "4"), new(ChatRole.User, "5")];
        string[] tokens = [.. _chat.EncodePrompt(messages).Select(id => _chat.Tokenizer.FindToken(id)!)];
        Assert.That(tokens, Is.EqualTo(new[] { "<|system|>", "2", "<|user|>", "3", "<|me|>", "4", "<|end|>", "<|user|>", "5", "<|me|>" }));
        Assert.That(_chat.Tokenizer.EosIds.Select(id => _chat.Tokenizer.FindToken(id)), Is.EqualTo(new[] { "<|end|>" }));
    }

    private int[] Encode(string text) => _chat.Tokenizer.Encode(text, addSpecialTokens: false);
}
