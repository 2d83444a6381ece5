using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>
/// Decides what each step computes and carries it out: admits sequences in the order of their arrival, gives each its next tokens, and takes the
/// memory of the youngest when it runs out. Use from the engine's thread only.
/// </summary>
internal sealed class StepScheduler(Device device, DecoderConfig config, EngineOptions options) : IDisposable
{
    private const int CheapRows = 32;       // so many take little longer than one: the time goes into reading the weights

    private readonly RowPadding _padding = new(config, options.Deterministic);
    private readonly KvCache _cache = new(KvStores.Create(device, options.Type, KvLayout.Of(config), options.KvBudgetBytes));
    private readonly LinkedList<RunningSequence> _waiting = new();
    private readonly List<RunningSequence> _running = [];
    private LaneThreads? _lanes;
    private bool _isFull;       // a sequence had to leave for lack of memory; none enters until one ends

    /// <summary>The memory of keys and values.</summary>
    public KvCache Cache => _cache;

    /// <summary>Whether a step would do anything.</summary>
    public bool HasWork => _running.Count + _waiting.Count > 0;

    /// <summary>Takes on a sequence.</summary>
    public void Add(RunningSequence sequence)
    {
        GenerationMeters.Began(sequence.Request.Prompt.Count);
        sequence.Begin();
        _waiting.AddLast(sequence);
    }

    /// <summary>Computes the next tokens of all running sequences.</summary>
    public void Step()
    {
        RemoveEnded();
        Admit();
        List<Turn> turns = PlanTurns();
        if (turns.Count > 0)
        {
            AddDrafts(turns);
            List<LanePass> passes = StepPlan.Divide(turns, LaneCount(), decoder => new(decoder, _cache.Store, _padding));
            int decode = turns.Where(turn => turn.Sequence.Cache!.Computed >= turn.Sequence.Request.Prompt.Count).Sum(turn => turn.Rows);
            Run(passes);
            passes.ForEach(pass => pass.Commit());
            GenerationMeters.Step(turns.Count, _waiting.Count, turns.Sum(turn => turn.Rows) - decode, decode, _cache.UsedBlocks * _cache.Store.BlockBytes);
        }

        RemoveEnded();
    }

    /// <summary>Ends all sequences with an exception.</summary>
    public void FailAll(Exception exception)
    {
        foreach (RunningSequence sequence in _running.Concat(_waiting))
        {
            sequence.Fail(exception);
        }

        RemoveEnded();
    }

    public void Dispose()
    {
        _lanes?.Dispose();
        _cache.Store.Dispose();
    }

    private void Admit()
    {
        while (!_isFull && _running.Count < options.MaxConcurrentRows && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            first.Value.Admit(_cache);
            GenerationMeters.Found(first.Value.Cache!.Computed);
            _running.Add(first.Value);
        }
    }

    private List<Turn> PlanTurns()
    {
        var turns = new List<Turn>();
        var begun = new HashSet<BlockPlace>();      // blocks that a sequence of this step computes: others with the same beginning wait for them
        int left = options.StepTokens - _running.Count(sequence => sequence.Pending == 1);
        for (int i = 0; i < _running.Count; i++)
        {
            RunningSequence sequence = _running[i];
            BlockPlace? next = NextBlock(sequence);
            int count = sequence.Pending == 1 ? 1 : next is { } place && begun.Contains(place) ? 0 : Math.Min(sequence.Pending, left);
            if (count > 0 && TryReserve(sequence, count))
            {
                if (next is { } started)
                {
                    begun.Add(started);
                }

                turns.Add(new(sequence, count, []));
                left -= sequence.Pending == 1 ? 0 : count;
            }
        }

        return turns;
    }

    /// <summary>Lets sequences that write guess on, as far as a pass computes more rows in the time of those it has; nobody's memory is taken for it.</summary>
    private void AddDrafts(List<Turn> turns)
    {
        int left = options.DraftTokens == 0 ? 0 : CheapRows - turns.Sum(turn => turn.Rows);
        for (int i = 0; i < turns.Count && left > 0; i++)
        {
            Turn turn = turns[i];
            int share = (left + turns.Count - i - 1) / (turns.Count - i);
            if (turn.Sequence.Pending == 1 && turn.Sequence.Guess(share) is { Length: > 0 } draft && turn.Sequence.Cache!.TryReserve(turn.Sequence.Tokens.Count + draft.Length))
            {
                turns[i] = turn with { Draft = draft };
                left -= draft.Length;
            }
        }
    }

    /// <summary>The next block of a sequence that has a prompt to compute, after it took over what others computed of it.</summary>
    private static BlockPlace? NextBlock(RunningSequence sequence)
    {
        if (sequence.Pending == 1)
        {
            return null;
        }

        sequence.CatchUp();
        return sequence.Cache!.NextBlock(sequence.Tokens);
    }

    /// <summary>Makes room for the next tokens of a sequence, if need be in place of younger ones; false if it had to leave itself.</summary>
    private bool TryReserve(RunningSequence sequence, int count)
    {
        while (!sequence.Cache!.TryReserve(sequence.Cache.Computed + count))
        {
            RunningSequence youngest = _running[^1];
            _running.RemoveAt(_running.Count - 1);
            youngest.Release();
            _waiting.AddFirst(youngest);
            _isFull = true;
            if (youngest == sequence)
            {
                return false;
            }
        }

        return true;
    }

    private int LaneCount() => device.type == TorchSharp.DeviceType.CPU ? get_num_threads() : 1;

    private void Run(List<LanePass> passes)
    {
        int lanes = LaneCount();
        if (passes.Count == 1 || lanes == 1)
        {
            passes.ForEach(pass => pass.Run(lanes));
            return;
        }

        _lanes ??= new LaneThreads(lanes);
        foreach (LanePass[] together in passes.Chunk(lanes))
        {
            _lanes.Run([.. together.Select(pass => (Action)(() => pass.Run(threads: 1)))]);
        }
    }

    private void RemoveEnded()
    {
        RemoveEnded(_running);
        RemoveEnded(_waiting);
    }

    private void RemoveEnded(ICollection<RunningSequence> sequences)
    {
        foreach (RunningSequence sequence in sequences.Where(sequence => sequence.Ended).ToList())
        {
            sequences.Remove(sequence);
            sequence.Release();
            sequence.Complete();
            _isFull = false;
        }
    }
}
