using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Pipeline;

[TestFixture]
internal sealed class UsageLedgerTests
{
    private static readonly PriceList Prices = new(new Dictionary<string, ModelPrice>
    {
        ["gpt"] = new(10, 30),
        ["gpt-mini"] = new(1, 2) { CachedInput = 0.5m },
    });

    [Test]
    public async Task Tokens_and_money_are_counted_by_stage_role_and_model()
    {
        using UsageLedger ledger = new(Prices);
        using IChatClient client = new TestChatClient((_, options, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok"))
        {
            ModelId = options?.ModelId ?? "gpt-mini-2", Usage = new UsageDetails { InputTokenCount = 1000, CachedInputTokenCount = 400, OutputTokenCount = 100 },
        })).AsBuilder().UseUsageLedger(ledger, "expert").Build();
        using (UsageStage.Enter("bc"))
        {
            await Task.WhenAll(client.GetResponseAsync("a"), Task.Run(() => client.GetResponseAsync("b")));
            using (UsageStage.Enter("inner"))
            {
                await client.GetResponseAsync("c", new ChatOptions { ModelId = "own" });
            }

            await client.GetResponseAsync("d", new ChatOptions { ModelId = "GPT-4" });
        }

        Assert.That(ledger.Rows, Is.EqualTo(new[]
        {
            new CostRow("bc", "expert", "GPT-4", 1, 1000, 400, 100, 0.013m),
            new CostRow("bc", "expert", "gpt-mini-2", 2, 2000, 800, 200, 0.002m),
            new CostRow("inner", "expert", "own", 1, 1000, 400, 100, null),
        }));
        Assert.That(ledger.Total, Is.EqualTo(new CostRow("", "", "", 4, 4000, 1600, 400, 0.015m)));
        Assert.That(UsageStage.Current, Is.Empty);
    }

    [Test]
    public async Task Streams_count_too()
    {
        using UsageLedger ledger = new();
        using CountingChatClient inner = new();
        using UsageChatClient client = new(inner, ledger, "agent");
        await client.GetStreamingResponseAsync("a", new ChatOptions { Seed = 1, ModelId = "m" }).ToListAsync();
        Assert.That(ledger.Rows.Single(), Is.EqualTo(new CostRow("", "agent", "m", 1, 10, 0, 5, null)));
        Assert.That(ledger.Total.Cost, Is.Null);
    }

    [Test]
    public void A_file_goes_on_counting_and_drops_a_torn_line()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("usage.jsonl");
        using (UsageLedger ledger = UsageLedger.Open(path, Prices))
        {
            ledger.Add("judge", "gpt", new UsageDetails { InputTokenCount = 7, OutputTokenCount = 1 });
            ledger.Add("judge", null, null);
        }

        File.AppendAllText(path, "{\"stage\": \"x");
        using (UsageLedger again = UsageLedger.Open(path, Prices))
        {
            Assert.That(again.Rows.Select(row => (row.Model, row.Calls, row.InputTokens)), Is.EqualTo(new[] { ("gpt", 1L, 7L), ("unknown", 1L, 0L) }));
            again.Add("judge", "gpt", new UsageDetails { InputTokenCount = 3 });
        }

        Assert.That(File.ReadAllLines(path), Has.Length.EqualTo(3));
        using UsageLedger third = UsageLedger.Open(path);
        Assert.That(third.Rows[0].InputTokens, Is.EqualTo(10));
    }

    [Test]
    public void A_line_of_another_kind_is_named()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("u"), "{\"stage\": \"a\"}\n");
        Assert.That(() => UsageLedger.Open(folder.File("u")), Throws.TypeOf<RecordFormatException>().With.Message.Contains("Line 1 of the ledger"));
    }

    [Test]
    public void Prices_come_from_a_file()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("p.json"), """{"currency": "EUR", "models": {"a": {"input": 1.5, "output": 2, "cached_input": 0}, "*": {"input": 0, "output": 0}}}""");
        PriceList prices = PriceList.Load(folder.File("p.json"));
        Assert.That((prices.Currency, prices.Find("a-2024"), prices.Find("z")), Is.EqualTo(("EUR", new ModelPrice(1.5m, 2) { CachedInput = 0 }, new ModelPrice(0, 0))));
        Assert.That(PriceList.None.Find("a"), Is.Null);
        File.WriteAllText(folder.File("p.json"), """{"models": {"a": {"input": -1, "output": 2}}}""");
        Assert.That(() => PriceList.Load(folder.File("p.json")), Throws.TypeOf<RecordFormatException>().With.Message.EndsWith("field 'models.a.input': wanted a number of at least 0"));
    }
}
