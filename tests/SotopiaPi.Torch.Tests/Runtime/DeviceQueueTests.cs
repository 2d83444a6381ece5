using TorchSharp;

namespace SotopiaPi.Torch.Tests;

internal sealed class DeviceQueueTests
{
    [Test]
    public async Task RunAsync_runs_all_work_in_order_on_one_thread()
    {
        await using var queue = new DeviceQueue(torch.CPU);
        var order = new List<int>();
        int[] threads = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => queue.RunAsync(() =>
        {
            order.Add(i);
            return Environment.CurrentManagedThreadId;
        })));
        Assert.That(order, Is.EqualTo(Enumerable.Range(0, 50)));
        Assert.That(threads.Distinct().ToArray(), Has.Length.EqualTo(1));
        Assert.That(threads[0], Is.Not.EqualTo(Environment.CurrentManagedThreadId));
    }

    [Test]
    public async Task The_awaiting_code_does_not_run_on_the_queues_thread()
    {
        await using var queue = new DeviceQueue(torch.CPU);
        int thread = await queue.RunAsync(() =>
        {
            Thread.Sleep(20);
            return Environment.CurrentManagedThreadId;
        });
        Assert.That(Environment.CurrentManagedThreadId, Is.Not.EqualTo(thread));
    }

    [Test]
    public async Task Scopes_and_the_gradient_mode_of_a_job_hold_for_the_whole_job()
    {
        await using var queue = new DeviceQueue(torch.CPU);
        float sum = await queue.RunAsync(() =>
        {
            using var scope = torch.NewDisposeScope();
            using var mode = torch.no_grad();
            return torch.ones(3, requires_grad: true).sum().ToSingle();
        });
        Assert.That(sum, Is.EqualTo(3));
        Assert.That(await queue.RunAsync(torch.is_grad_enabled), Is.True);
    }

    [Test]
    public async Task An_exception_ends_its_own_job_alone()
    {
        await using var queue = new DeviceQueue(torch.CPU);
        Task failing = queue.RunAsync(Fail);
        Task<int> following = queue.RunAsync(() => 5);
        Assert.That(async () => await failing, Throws.TypeOf<FormatException>().With.Message.EqualTo("bad"));
        Assert.That(await following, Is.EqualTo(5));
    }

    [Test]
    public async Task A_waiting_job_is_cancelled_at_once_and_never_runs()
    {
        await using var queue = new DeviceQueue(torch.CPU);
        using var gate = new ManualResetEventSlim();
        using var source = new CancellationTokenSource();
        Task blocking = queue.RunAsync(() => gate.Wait());
        bool ran = false;
        Task waiting = queue.RunAsync(() => { ran = true; }, source.Token);
        await source.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        gate.Set();
        await blocking;
        await queue.RunAsync(() => { });
        Assert.That(ran, Is.False);
    }

    [Test]
    public async Task A_job_that_heeds_its_token_ends_cancelled()
    {
        await using var queue = new DeviceQueue(torch.CPU);
        using var source = new CancellationTokenSource();
        Task running = queue.RunAsync(
            () =>
            {
                source.Cancel();
                source.Token.ThrowIfCancellationRequested();
            },
            source.Token);
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(running.IsCanceled);
    }

    [Test]
    public async Task A_cancelled_token_queues_nothing()
    {
        await using var queue = new DeviceQueue(torch.CPU);
        Assert.That(queue.RunAsync(() => 1, new CancellationToken(canceled: true)).IsCanceled);
    }

    [Test]
    public async Task DisposeAsync_runs_what_was_queued_and_refuses_more()
    {
        var queue = new DeviceQueue(torch.CPU);
        Task<int> last = queue.RunAsync(() => 7);
        await queue.DisposeAsync();
        await queue.DisposeAsync();
        Assert.That(last.IsCompletedSuccessfully);
        Assert.That(() => queue.RunAsync(() => 1), Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("DeviceQueue.For makes a new one"));
    }

    [Test]
    public async Task For_returns_one_queue_per_device_until_it_is_disposed()
    {
        var meta = torch.device("meta");
        DeviceQueue queue = DeviceQueue.For(meta);
        Assert.That(DeviceQueue.For(torch.device("meta")), Is.SameAs(queue));
        Assert.That(DeviceQueue.For(torch.CPU), Is.Not.SameAs(queue));
        await queue.DisposeAsync();
        DeviceQueue next = DeviceQueue.For(meta);
        Assert.That(next, Is.Not.SameAs(queue));
        await next.DisposeAsync();
    }

    [Test]
    public void Asynchronous_delegates_are_refused_at_compile_time()
    {
        var takesTasks = typeof(DeviceQueue).GetMethods()
            .Where(m => m.Name == nameof(DeviceQueue.RunAsync) && m.GetParameters()[0].ParameterType.ToString().Contains("Task", StringComparison.Ordinal));
        Assert.That(
            takesTasks.Select(m => m.GetCustomAttributes(typeof(ObsoleteAttribute), inherit: false).Cast<ObsoleteAttribute>().Single().IsError),
            Is.EqualTo([true, true]));
    }

    private static void Fail() => throw new FormatException("bad");
}
