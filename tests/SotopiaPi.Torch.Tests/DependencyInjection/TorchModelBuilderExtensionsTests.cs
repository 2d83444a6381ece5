using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SotopiaPi.Testing;

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
}
