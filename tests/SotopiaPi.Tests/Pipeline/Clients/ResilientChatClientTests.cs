using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace SotopiaPi.Tests.Pipeline;

[TestFixture]
internal sealed class ResilientChatClientTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Errors_that_may_pass_are_tried_again_with_growing_waits()
    {
        List<TimeSpan> asked = [];
        long start = _time.GetTimestamp();
        TestChatClient inner = new((_, _, _) =>
        {
            asked.Add(_time.GetElapsedTime(start));
            return asked.Count < 4 ? throw new HttpRequestException("busy", null, HttpStatusCode.ServiceUnavailable) : Task.FromResult(TestChatClient.Reply("ok"));
        });
        using ResilientChatClient client = new(inner, new ResilientChatClientOptions { FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(30) }, _time);
        ChatResponse response = await Advance(client.GetResponseAsync("hi"));
        Assert.That(response.Text, Is.EqualTo("ok"));
        Assert.That(asked, Has.Count.EqualTo(4).And.Ordered);
        Assert.That(asked[^1], Is.GreaterThan(TimeSpan.FromSeconds(1)).And.LessThan(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public void What_stays_is_not_tried_again()
    {
        int calls = 0;
        TestChatClient inner = new((_, _, _) => ++calls > 0 ? throw new HttpRequestException("no key", null, HttpStatusCode.Unauthorized) : Task.FromResult(TestChatClient.Reply("")));
        using ResilientChatClient client = new(inner, null, _time);
        Assert.That(async () => await client.GetResponseAsync("hi"), Throws.InstanceOf<HttpRequestException>());
        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public void Spent_tries_give_the_last_error()
    {
        int calls = 0;
        TestChatClient inner = new((_, _, _) => ++calls > 0 ? throw new TimeoutException("late") : Task.FromResult(TestChatClient.Reply("")));
        using ResilientChatClient client = new(inner, new ResilientChatClientOptions { MaxRetries = 2 }, _time);
        Assert.That(async () => await Advance(client.GetResponseAsync("hi")), Throws.InstanceOf<TimeoutException>());
        Assert.That(calls, Is.EqualTo(3));
    }

    [Test]
    public async Task The_service_says_how_long_to_wait()
    {
        long start = _time.GetTimestamp();
        int calls = 0;
        TestChatClient inner = new((_, _, _) => ++calls == 1 ? throw new HttpRequestException("slow down", null, HttpStatusCode.TooManyRequests) : Task.FromResult(TestChatClient.Reply("ok")));
        using ResilientChatClient client = new(inner, new ResilientChatClientOptions { RetryAfter = _ => TimeSpan.FromSeconds(40) }, _time);
        await Advance(client.GetResponseAsync("hi"));
        Assert.That(_time.GetElapsedTime(start).TotalSeconds, Is.EqualTo(40).Within(1));
    }

    [Test]
    public void Cancelling_ends_the_waiting()
    {
        using CancellationTokenSource stop = new();
        TestChatClient inner = new((_, _, _) =>
        {
            stop.Cancel();
            throw new HttpRequestException("busy");
        });
        using ResilientChatClient client = new(inner, null, _time);
        Assert.That(async () => await client.GetResponseAsync("hi", cancellationToken: stop.Token), Throws.InstanceOf<Exception>());
        Assert.That(inner.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Requests_keep_the_rate()
    {
        List<double> began = [];
        long start = _time.GetTimestamp();
        TestChatClient inner = new((_, _, _) =>
        {
            lock (began)
            {
                began.Add(_time.GetElapsedTime(start).TotalSeconds);
            }

            return Task.FromResult(TestChatClient.Reply("ok"));
        });
        using ResilientChatClient client = new(inner, new ResilientChatClientOptions { RequestsPerMinute = 30 }, _time);
        await Advance(Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.GetResponseAsync("hi"))));
        Assert.That(began[0], Is.Zero);
        Assert.That(began.Zip(began.Skip(1), (first, second) => second - first), Has.All.GreaterThanOrEqualTo(1.99));
        Assert.That(began[^1], Is.LessThan(12));
    }

    [Test]
    public async Task Tokens_are_paid_off_before_the_next_request()
    {
        List<double> began = [];
        long start = _time.GetTimestamp();
        TestChatClient inner = new((_, _, _) =>
        {
            began.Add(_time.GetElapsedTime(start).TotalSeconds);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")) { Usage = new UsageDetails { InputTokenCount = 50, OutputTokenCount = 70 } });
        });
        using ResilientChatClient client = new(inner, new ResilientChatClientOptions { TokensPerMinute = 60 }, _time);
        for (int i = 0; i < 3; i++)
        {
            await Advance(client.GetResponseAsync("hi"));
        }

        Assert.That(began, Is.EqualTo(new[] { 0.0, 110, 230 }).Within(2));
    }

    [Test]
    public async Task No_more_run_at_once_than_allowed()
    {
        int running = 0;
        int most = 0;
        TestChatClient inner = new(async (_, _, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(5, token);
            Interlocked.Decrement(ref running);
            return TestChatClient.Reply("ok");
        });
        using ResilientChatClient client = new(inner, new ResilientChatClientOptions { MaxConcurrency = 2 });
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.GetResponseAsync("hi")));
        Assert.That(most, Is.EqualTo(2));
    }

    [Test]
    public async Task A_stream_is_asked_for_again_only_before_its_first_word()
    {
        int calls = 0;
        StreamingClient inner = new(() => ++calls switch { 1 => 0, 2 => 2, _ => 9 });
        using ResilientChatClient client = new(inner, new ResilientChatClientOptions { MaxConcurrency = 1, FirstDelay = TimeSpan.FromMilliseconds(1) });
        List<string> seen = [];
        Assert.That(async () =>
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("hi"))
            {
                seen.Add(update.Text);
            }
        }, Throws.InstanceOf<IOException>());
        Assert.That((calls, string.Concat(seen)), Is.EqualTo((2, "ww")));
        Assert.That((await client.GetStreamingResponseAsync("hi").ToListAsync()).Count, Is.EqualTo(3), "the place in the pace was given back");
    }

    [Test]
    public void Options_refuse_what_cannot_be()
    {
        ResilientChatClientOptions options = new();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => options.MaxRetries = -1, Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => options.FirstDelay = TimeSpan.Zero, Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => options.MaxConcurrency = 0, Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => options.RequestsPerMinute = 0, Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => options.TokensPerMinute = double.PositiveInfinity, Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(ResilientChatClientOptions.IsTransientByDefault(new InvalidOperationException("", new TimeoutException())), Is.True);
            Assert.That(ResilientChatClientOptions.IsTransientByDefault(new InvalidOperationException()), Is.False);
        }
    }

    /// <summary>Lets the fake time pass until the work is done, slowly enough that what was waiting gets its turn in between, also on a busy machine.</summary>
    private async Task<T> Advance<T>(Task<T> work)
    {
        for (int i = 0; i < 100_000 && !work.IsCompleted; i++)
        {
            await Task.Yield();
            await Task.Delay(1);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        return await work;
    }

    /// <summary>Streams words and breaks after as many as it is told; three are all.</summary>
    private sealed class StreamingClient(Func<int> words) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            int breaksAfter = words();
            for (int i = 0; i < 3; i++)
            {
                if (i == breaksAfter)
                {
                    throw new IOException("broken");
                }

                yield return new ChatResponseUpdate(ChatRole.Assistant, "w");
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
