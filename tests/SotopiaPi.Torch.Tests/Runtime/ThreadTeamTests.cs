using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace SotopiaPi.Torch.Tests;

internal sealed class ThreadTeamTests
{
    private int _threads;

    [SetUp]
    public void Remember() => _threads = get_num_threads();

    [TearDown]
    public void Restore() => set_num_threads(_threads);

    [Test]
    public void Libtorchs_own_threads_are_found_on_Linux() => Assert.That(OpenMp.IsAvailable, Is.EqualTo(OperatingSystem.IsLinux()));

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public void Every_piece_is_done_once_with_something_of_each_threads_own(int threads)
    {
        set_num_threads(threads);
        for (int count = 0; count < 60; count++)
        {
            int[] done = new int[count];
            int begun = 0, ended = 0;
            ConcurrentDictionary<object, int> owners = new();
            ThreadTeam.For(
                count,
                () =>
                {
                    Interlocked.Increment(ref begun);
                    return new object();
                },
                (own, piece) =>
                {
                    Assert.That(owners.GetOrAdd(own, Environment.CurrentManagedThreadId), Is.EqualTo(Environment.CurrentManagedThreadId));
                    Interlocked.Increment(ref done[piece]);
                },
                _ => Interlocked.Increment(ref ended));
            Assert.That(done, Is.All.EqualTo(1));
            Assert.That((begun, begun), Is.EqualTo((ended, Math.Max(1, Math.Min(threads, count)))));
        }
    }

    [Test]
    public void Several_threads_work_at_the_same_time()
    {
        set_num_threads(2);
        using Barrier both = new(2);
        bool[] met = new bool[2];
        ThreadTeam.For(2, piece => met[piece] = both.SignalAndWait(TimeSpan.FromSeconds(10)));
        Assert.That(met, Is.All.True);
    }

    [TestCase(1)]
    [TestCase(2)]
    public void A_failure_reaches_the_caller_and_what_was_made_is_ended(int threads)
    {
        set_num_threads(threads);
        int open = 0;
        Assert.That(
            () => ThreadTeam.For(100, () => Interlocked.Increment(ref open), (_, piece) => { if (piece == 3) { throw new InvalidDataException("three"); } }, _ => Interlocked.Decrement(ref open)),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo("three"));
        Assert.That(open, Is.Zero);
        Assert.That(() => ThreadTeam.For(100, _ => { }), Throws.Nothing, "and the threads go on working");
    }

    [Test]
    public void Teams_of_several_callers_do_not_meet()
    {
        set_num_threads(2);
        long sum = 0;
        Parallel.For(0, 8, _ =>
        {
            set_num_threads(2);
            for (int round = 0; round < 200; round++)
            {
                ThreadTeam.For(10, piece => Interlocked.Add(ref sum, piece));
            }
        });
        Assert.That(sum, Is.EqualTo(8 * 200 * 45));
    }
}
