using System.Diagnostics.Metrics;
using SotopiaPi.Testing;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

[LiveTensorsFlat]
internal sealed class GenerationMetersTests
{
    [Test]
    public async Task Steps_and_hits_are_counted()
    {
        Dictionary<string, long> sums = await Sums(new(), 3, 3);
        Assert.That(
            (sums["sotopiapi.generation.batch_size"], sums["sotopiapi.generation.computed_tokens.prefill"], sums["sotopiapi.generation.computed_tokens.decode"]),
            Is.EqualTo((6, 5 + 1, 2 + 2)));
        Assert.That((sums["sotopiapi.generation.prompt_tokens"], sums["sotopiapi.generation.cache.hit_tokens"]), Is.EqualTo((10, 4)));
    }

    [Test]
    public async Task Guesses_that_hold_save_steps()
    {
        Dictionary<string, long> sums = await Sums(new() { Temperature = 0 }, 50);
        long held = sums["sotopiapi.generation.draft_tokens.True"];
        Assert.That(held, Is.GreaterThan(20), "a random model repeats itself soon");
        Assert.That(sums["sotopiapi.generation.batch_size"], Is.InRange(50 - held, 51 - held), "the last token may be one that was guessed, which saves nothing");
        Assert.That(sums["sotopiapi.generation.computed_tokens.decode"] - sums["sotopiapi.generation.draft_tokens.False"], Is.InRange(49, 50));
    }

    private static async Task<Dictionary<string, long>> Sums(SamplingSettings sampling, params int[] lengths)
    {
        var sums = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == GenerationMeters.Name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (sums)
            {
                string name = tags.Length == 0 ? instrument.Name : $"{instrument.Name}.{tags[0].Value}";
                sums[name] = sums.GetValueOrDefault(name) + value;
            }
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        using Generator generator = new(1);
        using Decoder decoder = Decoder.Create(TinyDecoder.Config, generator);
        await using (var engine = new EngineFixture(TinyDecoder.Config))
        {
            foreach (int length in lengths)
            {
                await engine.Engine.GenerateAsync(new GenerationRequest(decoder, [1, 2, 3, 4, 5]) { MaxNewTokens = length, Sampling = sampling });
            }
        }

        return sums;
    }
}
