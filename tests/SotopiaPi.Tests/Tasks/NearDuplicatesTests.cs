using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class NearDuplicatesTests
{
    private static readonly EnvironmentProfile Lamp = new("lamp", "Two people meet at a market. One sells an old lamp that the other has admired for weeks.", ["Sell the lamp for at least 30 coins.", "Buy the lamp <extra_info>you have 25 coins</extra_info>"]);

    [Test]
    public async Task The_same_words_are_found_whatever_their_case_and_space()
    {
        NearDuplicates known = new();
        Assert.That(await known.TryAddAsync(Lamp), Is.Null);
        NearDuplicate? near = await known.TryAddAsync(Lamp with { Id = "again", Scenario = Lamp.Scenario.ToUpperInvariant().Replace(" ", "  ", StringComparison.Ordinal) });
        Assert.That(near?.EnvironmentId, Is.EqualTo("lamp"));
        Assert.That(near?.Cosine, Is.EqualTo(1).Within(1e-12));
        Assert.That(await known.TryAddAsync(Lamp with { Scenario = "A man and a woman meet at a market. He sells an old lamp that she has admired for weeks." }), Is.Not.Null);
        Assert.That(await known.TryAddAsync(new EnvironmentProfile("trip", "Three friends plan a journey and cannot agree where to go.", ["Go to the sea.", "Stay at home."])), Is.Null);
    }

    [Test]
    public async Task Embeddings_are_used_when_given()
    {
        NearDuplicates known = new(new Embedder(text => text.Contains("lamp", StringComparison.Ordinal) ? [1f, 0.1f] : [0f, 2f]));
        await known.AddAsync([Lamp]);
        Assert.That((await known.TryAddAsync(new EnvironmentProfile("x", "another lamp", ["", ""])))?.Cosine, Is.EqualTo(1).Within(1e-6));
        Assert.That(await known.TryAddAsync(new EnvironmentProfile("y", "a boat", ["", ""])), Is.Null);
    }

    [Test]
    public async Task Published_training_situations_do_not_repeat_those_of_the_evaluation()
    {
        NearDuplicates known = new();
        await known.AddAsync(ProfileFolder.Read(SharedFolder.Path("data/sotopia")).Environments);
        List<NearDuplicate> found = [];
        foreach (EnvironmentProfile environment in ProfileFolder.Read(SharedFolder.Path("data/sotopia-pi")).Environments.Take(60))
        {
            if (await known.TryAddAsync(environment) is { } near)
            {
                found.Add(near);
            }
        }

        Assert.That(found, Is.Empty);
    }

    [Test]
    public void A_threshold_is_a_cosine() => Assert.That(() => new NearDuplicates(threshold: 1.5), Throws.TypeOf<ArgumentOutOfRangeException>());

    private sealed class Embedder(Func<string, float[]> embed) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value => new Embedding<float>(embed(value)))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
