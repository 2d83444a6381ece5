using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>The next tokens of some sequences with the same weights, computed in one pass of the decoder.</summary>
/// <param name="decoder">The weights.</param>
/// <param name="store">Keys and values.</param>
/// <param name="padding">How many rows to compute.</param>
internal sealed class LanePass(Decoder decoder, IKvStore store, RowPadding padding)
{
    private readonly List<Part> _parts = [];

    /// <summary>The number of tokens to compute.</summary>
    public int Rows { get; private set; }

    /// <summary>What went wrong in the pass; null if nothing.</summary>
    private Exception? Failure { get; set; }

    /// <summary>Adds the next <paramref name="count"/> tokens of a sequence, whose blocks are reserved.</summary>
    public void Add(RunningSequence sequence, int count)
    {
        _parts.Add(new(sequence, new(Rows, count, sequence.Cache!.Computed, sequence.Cache.Blocks)));
        Rows += count;
    }

    /// <summary>Computes the pass and draws a token for each sequence whose tokens are then all computed.</summary>
    /// <param name="threads">The number of threads that share one operation.</param>
    public void Run(int threads)
    {
        try
        {
            using var scope = NewDisposeScope();
            using var off = no_grad();
            int rows = padding.Padded(Rows, threads);
            var (ids, positions) = Inputs(rows);
            Tensor? hidden = null;
            WithAdapters(_parts, part => part.Run.Count, rows, () => hidden = decoder.Hidden(
                tensor(ids, device: decoder.Device), tensor(positions, device: decoder.Device), store.Pattern([.. _parts.Select(part => part.Run)])));
            Draw(hidden!, threads);
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }

    /// <summary>Notes in the sequences what was computed and drawn; call it on the engine's thread.</summary>
    public void Commit()
    {
        foreach (Part part in _parts)
        {
            if (Failure is { } failure)
            {
                part.Sequence.Fail(failure);
                continue;
            }

            part.Sequence.Cache!.Advance(part.Sequence.Tokens, part.Run.FirstPosition + part.Run.Count);
            if (part.Drawn is { } drawn)
            {
                part.Sequence.Add(drawn);
            }
        }
    }

    /// <summary>Computes with the adapter of each part on its rows, and with none on the rows that fill up.</summary>
    private static void WithAdapters(IReadOnlyList<Part> parts, Func<Part, int> rowsOf, int rows, Action compute)
    {
        if (parts.Select(part => part.Sequence.Request.Adapter).FirstOrDefault(use => use is not null) is not { } any)
        {
            compute();
            return;
        }

        List<LoraRows> runs = [.. parts.Select(part => new LoraRows(part.Sequence.Request.Adapter?.Adapter, rowsOf(part)))];
        int rest = rows - parts.Sum(rowsOf);
        if (rest > 0)
        {
            runs.Add(new(null, rest));
        }

        any.Host.Within(runs, compute);
    }

    private (long[] Ids, long[] Positions) Inputs(int rows)
    {
        long[] ids = new long[rows];        // rows that only fill up stay token 0 at position 0
        long[] positions = new long[rows];
        foreach (Part part in _parts)
        {
            for (int i = 0; i < part.Run.Count; i++)
            {
                positions[part.Run.FirstRow + i] = part.Run.FirstPosition + i;
                ids[part.Run.FirstRow + i] = part.Sequence.Tokens[part.Run.FirstPosition + i];
            }
        }

        return (ids, positions);
    }

    private void Draw(Tensor hidden, int threads)
    {
        Part[] drawing = [.. _parts.Where(part => part.Sequence.Pending == part.Run.Count)];
        if (drawing.Length == 0)
        {
            return;
        }

        long[] last = new long[padding.Padded(drawing.Length, threads)];
        for (int i = 0; i < drawing.Length; i++)
        {
            last[i] = drawing[i].Run.FirstRow + drawing[i].Run.Count - 1;
        }

        Tensor? logits = null;
        WithAdapters(drawing, _ => 1, last.Length, () => logits = decoder.Logits(hidden.index_select(0, tensor(last, device: decoder.Device))));
        Tensor rows = logits!.to(float32).cpu().contiguous();                           // [M, V]
        int vocabulary = (int)rows.size(1);
        for (int i = 0; i < drawing.Length; i++)
        {
            using Tensor row = rows.select(0, i);
            drawing[i].Draw(MemoryMarshal.Cast<byte, float>(row.bytes)[..vocabulary]);
        }
    }

    private sealed class Part(RunningSequence sequence, RowRun run)
    {
        public RunningSequence Sequence => sequence;

        public RowRun Run => run;

        public DrawnToken? Drawn { get; private set; }

        public void Draw(Span<float> logits)
        {
            try
            {
                Drawn = Sequence.Draw(logits);
            }
            catch (Exception e)
            {
                Sequence.Fail(e);       // of this sequence alone: a schema that its vocabulary cannot write, for example
            }
        }
    }
}
