using System.Collections;

namespace SotopiaPi;

/// <summary>
/// The examples of kept seats, made from the stored episodes each time they are read, one seat after another: a data set may be larger than memory. Texts that the prompts of
/// a seat share exist once. Thread-safe.
/// </summary>
internal sealed class StoredExamples : IReadOnlyList<TrainingExample>
{
    private readonly IEpisodeStore _store;
    private readonly TrainingExampleBuilder _builder;
    private readonly IReadOnlyList<KeptSeat> _seats;
    private readonly int[] _ends;
    private Loaded? _last;

    private StoredExamples(IEpisodeStore store, TrainingExampleBuilder builder, IReadOnlyList<KeptSeat> seats) =>
        (_store, _builder, _seats, _ends) = (store, builder, seats, new int[seats.Count]);

    public int Count => _ends.Length == 0 ? 0 : _ends[^1];

    public TrainingExample this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            int seat = Array.BinarySearch(_ends, index + 1);
            seat = seat < 0 ? ~seat : FirstWith(seat);
            return SeatAt(seat)[index - (seat == 0 ? 0 : _ends[seat - 1])];
        }
    }

    /// <summary>Reads all seats once to count their examples.</summary>
    /// <exception cref="InvalidOperationException">The store no longer has an episode.</exception>
    public static async Task<StoredExamples> OpenAsync(IEpisodeStore store, TrainingExampleBuilder builder, IReadOnlyList<KeptSeat> seats, CancellationToken cancellationToken)
    {
        StoredExamples examples = new(store, builder, seats);
        int count = 0;
        for (int i = 0; i < seats.Count; i++)
        {
            count += (await examples.LoadAsync(seats[i], cancellationToken).ConfigureAwait(false)).Count;
            examples._ends[i] = count;
        }

        return examples;
    }

    public IEnumerator<TrainingExample> GetEnumerator() => Enumerable.Range(0, _seats.Count).SelectMany(SeatAt).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Of seats that end at the same count, all but the first are empty.</summary>
    private int FirstWith(int seat)
    {
        while (seat > 0 && _ends[seat - 1] == _ends[seat])
        {
            seat--;
        }

        return seat;
    }

    /// <summary>Trainers read lists, and stores answer later: the thread waits. The last seat is kept, since neighbours are read together.</summary>
    private IReadOnlyList<SupervisedExample> SeatAt(int seat)
    {
        if (_last is not { } last || last.Seat != seat)
        {
            _last = last = new Loaded(seat, Task.Run(() => LoadAsync(_seats[seat], CancellationToken.None)).GetAwaiter().GetResult());
        }

        return last.Examples;
    }

    private async Task<IReadOnlyList<SupervisedExample>> LoadAsync(KeptSeat seat, CancellationToken cancellationToken)
    {
        EpisodeQuery query = new() { EpisodeKey = seat.EpisodeKey, Kind = EpisodeRecordKind.Episode, OmitReplies = true };
        EpisodeStored stored = await _store.QueryAsync(query, cancellationToken).OfType<EpisodeStored>().FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Episode '{seat.EpisodeKey}' was kept, but the store no longer has it. Restore the store, or start a new run folder.");
        return SharedPrompts.Of(_builder.Build(stored.Episode, new Seat(seat.Seat)).Examples);
    }

    private sealed record Loaded(int Seat, IReadOnlyList<SupervisedExample> Examples);
}
