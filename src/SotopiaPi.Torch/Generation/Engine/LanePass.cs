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

    /// <summary>Adds the next tokens of a sequence, whose blocks are reserved.</summary>
    public void Add(Turn turn)
    {
        SequenceCache cache = turn.Sequence.Cache!;
        _parts.Add(new(turn, new(Rows, turn.Rows, cache.Computed, cache.Blocks)));
        Rows += turn.Rows;
    }

    /// <summary>Computes the pass and draws the next tokens of each sequence whose tokens are then all computed.</summary>
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

    /// <summary>Notes in the sequences what was computed; call it on the engine's thread.</summary>
    public void Commit()
    {
        foreach (Part part in _parts)
        {
            if (Failure is { } failure)
            {
                part.Sequence.Fail(failure);
                continue;
            }

            part.Sequence.Cache!.Advance(part.Sequence.Tokens, part.Run.FirstPosition + part.Turn.Count + part.Held);
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
                ids[part.Run.FirstRow + i] = i < part.Turn.Count ? part.Sequence.Tokens[part.Run.FirstPosition + i] : part.Turn.Draft[i - part.Turn.Count];
            }
        }

        return (ids, positions);
    }

    // Of each sequence that is computed to its end: the row of its last token, and those of its draft.
    private void Draw(Tensor hidden, int threads)
    {
        Part[] drawing = [.. _parts.Where(part => part.Sequence.Pending == part.Turn.Count)];
        if (drawing.Length == 0)
        {
            return;
        }

        long[] last = [.. drawing.SelectMany(part => Enumerable.Range(part.Run.FirstRow + part.Turn.Count - 1, part.LogitRows)).Select(row => (long)row)];
        Array.Resize(ref last, padding.Padded(last.Length, threads));
        Tensor? logits = null;
        WithAdapters(drawing, part => part.LogitRows, last.Length, () => logits = decoder.Logits(hidden.index_select(0, tensor(last, device: decoder.Device))));
        Tensor rows = logits!.to(float32).cpu().contiguous();                           // [M, V]
        int vocabulary = (int)rows.size(1);
        int first = 0;
        foreach (Part part in drawing)
        {
            using Tensor own = rows.narrow(0, first, part.LogitRows);
            part.Draw(MemoryMarshal.Cast<byte, float>(own.bytes), vocabulary);
            first += part.LogitRows;
        }
    }

    private sealed class Part(Turn turn, RowRun run)
    {
        public Turn Turn => turn;

        public RunningSequence Sequence => turn.Sequence;

        public RowRun Run => run;

        /// <summary>How many rows of logits it draws from: that of its last token, and those of its draft.</summary>
        public int LogitRows => 1 + turn.Draft.Length;

        /// <summary>How many tokens of the draft were right.</summary>
        public int Held { get; private set; }

        /// <summary>Draws from the logits of the last token, then from those of the draft, as long as the sequence became what the draft says.</summary>
        public void Draw(Span<float> logits, int vocabulary)
        {
            int before = Sequence.Tokens.Count;
            try
            {
                do
                {
                    Sequence.Add(Sequence.Draw(logits.Slice(Held * vocabulary, vocabulary)));
                    Held = Matching(before);
                }
                while (!Sequence.Ended && Held == Sequence.Tokens.Count - before);
            }
            catch (Exception e)
            {
                Sequence.Fail(e);       // of this sequence alone: a schema that its vocabulary cannot write, for example
            }

            Sequence.Judge(turn.Draft.Length, Held);
        }

        private int Matching(int before)
        {
            int count = 0;
            while (count < turn.Draft.Length && before + count < Sequence.Tokens.Count && Sequence.Tokens[before + count] == turn.Draft[count])
            {
                count++;
            }

            return count;
        }
    }
}
