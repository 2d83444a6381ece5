using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

/// <summary>What the decorator for OpenTelemetry says of our client, which emits none of it itself.</summary>
[LiveTensorsFlat]
internal sealed class OpenTelemetryTests
{
    private const string Source = "SotopiaPi.Torch.Tests";

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_decorator_tells_model_tokens_and_finish_reason(bool streaming)
    {
        using var model = new TestModel();
        var activities = new List<Activity>();
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == Source, Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded, ActivityStopped = activities.Add };
        ActivitySource.AddActivityListener(listener);
        var usage = new Dictionary<string, double>();
        using MeterListener meters = Listen(usage);
        using IChatClient client = model.Load().AsBuilder().UseOpenTelemetry(sourceName: Source).Build();
        ChatMessage[] messages = [new(ChatRole.User, "I offer 3 coins.")];
        ChatOptions options = new() { Temperature = 0, MaxOutputTokens = 7 };
        ChatResponse response = streaming ? await client.GetStreamingResponseAsync(messages, options).ToChatResponseAsync() : await client.GetResponseAsync(messages, options);

        Activity activity = activities.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.Usage!.OutputTokenCount, Is.InRange(1, 7));
            Assert.That(activity.GetTagItem("gen_ai.response.model"), Is.EqualTo("small"));
            Assert.That(activity.GetTagItem("gen_ai.provider.name"), Is.EqualTo("sotopiapi"));
            Assert.That(activity.GetTagItem("gen_ai.response.id"), Is.EqualTo(response.ResponseId));
            Assert.That(Convert.ToInt64(activity.GetTagItem("gen_ai.usage.input_tokens"), null), Is.EqualTo(response.Usage.InputTokenCount));
            Assert.That(Convert.ToInt64(activity.GetTagItem("gen_ai.usage.output_tokens"), null), Is.EqualTo(response.Usage.OutputTokenCount));
            Assert.That(activity.GetTagItem("gen_ai.response.finish_reasons")!.ToString(), Does.Contain(response.FinishReason!.Value.Value));
            Assert.That(usage, Is.EqualTo(new Dictionary<string, double> { ["input"] = response.Usage.InputTokenCount!.Value, ["output"] = response.Usage.OutputTokenCount!.Value }));
        }
    }

    private static MeterListener Listen(Dictionary<string, double> usage)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Source && instrument.Name == "gen_ai.client.token.usage")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Add(value, tags));
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Add(value, tags));
        listener.Start();
        return listener;

        void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                if (tag.Key == "gen_ai.token.type")
                {
                    usage[(string)tag.Value!] = usage.GetValueOrDefault((string)tag.Value!) + value;
                }
            }
        }
    }
}
