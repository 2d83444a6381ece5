using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class AdapterPoolTests
{
    private static readonly ChatMessage[] s_messages = [new(ChatRole.User, "I ask 23 coins.")];

    private TestModel _model = null!;

    [SetUp]
    public void MakeModel() => _model = new();

    [TearDown]
    public void DeleteModel() => _model.Dispose();

    [Test]
    public async Task Adapters_answer_differently_alone_and_in_one_batch()
    {
        _model.WriteAdapter("bc", 1);
        _model.WriteAdapter("sr", 2);
        await using TorchChatClient client = _model.Load();
        string?[] names = [null, "bc", "sr", "small"];
        string[] alone = [await Ask(client, null), await Ask(client, "bc"), await Ask(client, "sr"), await Ask(client, "small")];
        string[] together = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Ask(client, names[i % 4])));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(alone[..3], Is.Unique);
            Assert.That(alone[3], Is.EqualTo(alone[0]));
            Assert.That(together, Is.EqualTo(Enumerable.Range(0, 20).Select(i => alone[i % 4])));
            Assert.That(client.ModelIds(), Is.EqualTo(new[] { "small", "bc", "sr" }));
        }
    }

    [Test]
    public async Task Adapters_that_change_more_than_low_rank_updates_can_work_beside_the_others()
    {
        _model.WriteAdapter("plain", 1);
        _model.WriteAdapter("scaled", 1);
        _model.AddMagnitudes("scaled");
        await using TorchChatClient client = _model.Load();
        string?[] names = [null, "plain", "scaled"];
        string[] alone = [await Ask(client, null), await Ask(client, "plain"), await Ask(client, "scaled")];
        string[] together = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Ask(client, names[i % 3])));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(alone, Is.Unique);
            Assert.That(together, Is.EqualTo(Enumerable.Range(0, 12).Select(i => alone[i % 3])));
        }
    }

    [Test]
    public async Task An_adapter_may_appear_and_be_replaced_while_the_client_runs()
    {
        await using TorchChatClient client = _model.Load();
        Assert.That(async () => await Ask(client, "late"), Throws.ArgumentException.With.Message.Contains("small"));
        _model.WriteAdapter("late", 1);
        string first = await Ask(client, "late");
        _model.WriteAdapter("late", 2);
        Assert.That(await Ask(client, "late"), Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Adapters_unused_for_longest_make_room()
    {
        string[] names = ["a", "b", "c"];
        for (int i = 0; i < names.Length; i++)
        {
            _model.WriteAdapter(names[i], i);
        }

        await using TorchChatClient client = _model.Load(o => o.MaxLoadedAdapters = 1);
        string[] once = await Task.WhenAll(names.Select(name => Ask(client, name)));
        foreach (int i in (int[])[0, 1, 2, 0, 0])
        {
            Assert.That(await Ask(client, names[i]), Is.EqualTo(once[i]));
        }
    }

    [Test]
    public async Task A_damaged_adapter_fails_its_own_requests()
    {
        _model.WriteAdapter("good", 1);
        _model.WriteAdapter("bad", 1, double.NaN);
        await using TorchChatClient client = _model.Load();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(async () => await Ask(client, "bad"), Throws.InvalidOperationException.With.Message.Contains("not finite"));
            Assert.That(await Ask(client, "good"), Is.Not.Empty);
        }
    }

    [TestCase("../adapters/bc")]
    [TestCase("bc/")]
    [TestCase("..")]
    [TestCase("")]
    [TestCase("C:bc")]
    [TestCase("b\\c")]
    public async Task A_name_is_never_a_path(string name)
    {
        _model.WriteAdapter("bc", 1);
        await using TorchChatClient client = _model.Load();
        Assert.That(async () => await Ask(client, name), Throws.ArgumentException.With.Message.Contains("plain name").And.Message.Contains("small, bc"));
    }

    private static async Task<string> Ask(TorchChatClient client, string? adapter) =>
        (await client.GetResponseAsync(s_messages, new() { ModelId = adapter, Temperature = 0, MaxOutputTokens = 20 })).Text;
}
