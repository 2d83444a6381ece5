using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SotopiaPi.Testing;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class TorchModelBuilderExtensionsTests
{
    [Test]
    public async Task UseTorchModel_registers_a_client_that_finds_the_adapters_of_the_run()
    {
        using var model = new TestModel();
        model.WriteAdapter("bc", 1);
        var services = new ServiceCollection();
        services.AddSotopiaPi(o => o.Directory = Path.GetDirectoryName(model.Adapters)!).UseTorchModel(model.Folder, o => o.MaxContext = 100);
        await using ServiceProvider provider = services.BuildServiceProvider();
        var client = provider.GetRequiredKeyedService<IChatClient>("agent");
        ChatResponse response = await client.GetResponseAsync("I ask 23 coins.", new() { ModelId = "bc", MaxOutputTokens = 3 });
        Assert.That(response.Usage!.OutputTokenCount, Is.InRange(1, 3));
        Assert.That(provider.GetRequiredKeyedService<IChatClient>("agent"), Is.SameAs(client));
    }

    [Test]
    public void A_run_is_not_continued_where_the_model_computes_otherwise()
    {
        using var model = new TestModel();
        Open(model, _ => { });
        Refused(o => o.PackWeights = false, "agent.numerics: 'Float32 on cpu", "products: ");
        Refused(o => o.Type = ScalarType.BFloat16, "agent.numerics: 'Float32 on cpu", "'BFloat16 on cpu");
        Refused(o => o.Deterministic = false, "agent.deterministic: 'true' then, 'false' now", "");
        Open(model, _ => { });

        void Refused(Action<TorchChatClientOptions> change, string then, string now) =>
            Assert.That(() => Open(model, change), Throws.InvalidOperationException.With.Message.Contains(then).And.Message.Contains(now));
    }

    private static void Open(TestModel model, Action<TorchChatClientOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddSotopiaPi(o => o.Directory = Path.Combine(Path.GetDirectoryName(model.Adapters)!, "run")).UseTorchModel(model.Folder, configure);
        using ServiceProvider provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<RunFolder>();
    }
}
