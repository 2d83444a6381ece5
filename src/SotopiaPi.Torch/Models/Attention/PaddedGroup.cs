using static TorchSharp.torch;

namespace SotopiaPi.Torch;

/// <summary>Sequences that are padded behind to the length of the longest of them, so that they attend in one call.</summary>
internal sealed class PaddedGroup
{
    private const double LeastFill = 0.8;                    // a shorter sequence starts a group of its own

    private readonly int[] _members;
    private readonly long[] _lengths;

    private PaddedGroup(int[] members, long[] lengths)
    {
        _members = members;
        _lengths = lengths;
        Length = lengths.Max();
    }

    /// <summary>Gets the number of sequences.</summary>
    public int Count => _members.Length;

    /// <summary>Gets the padded length.</summary>
    public long Length { get; }

    /// <summary>Gets whether nothing is padded.</summary>
    public bool IsEven => _lengths.All(length => length == Length);

    /// <summary>Groups sequences of similar length, longest first, members in packing order.</summary>
    public static IReadOnlyList<PaddedGroup> Partition(long[] lengths)
    {
        List<PaddedGroup> groups = [];
        int[] order = [.. Enumerable.Range(0, lengths.Length).OrderByDescending(index => lengths[index])];
        for (int start = 0; start < order.Length;)
        {
            long longest = lengths[order[start]];
            int[] members = [.. order.Skip(start).TakeWhile(index => lengths[index] >= LeastFill * longest).Order()];
            groups.Add(new PaddedGroup(members, [.. members.Select(index => lengths[index])]));
            start += members.Length;
        }

        return groups;
    }

    /// <summary>Gathers the group's sequences of [L, H, Dh] into [B, T, H, Dh].</summary>
    public Tensor Pad(Tensor[] sequences)
    {
        var (h, d) = (sequences[0].size(1), sequences[0].size(2));
        List<Tensor> parts = [];
        for (int member = 0; member < Count; member++)
        {
            Tensor sequence = sequences[_members[member]];
            parts.Add(sequence);
            if (_lengths[member] < Length)
            {
                parts.Add(zeros([Length - _lengths[member], h, d], sequence.dtype, sequence.device));
            }
        }

        return cat(parts, 0).reshape(Count, Length, h, d);
    }

    /// <summary>Hands the real rows of [B·T, H, Dh] back, each to the place of its sequence.</summary>
    public void Unpad(Tensor rows, Tensor[] sequences)
    {
        Tensor[] parts = rows.split([.. _lengths.SelectMany(length => new[] { length, Length - length })], 0);   // real, padding, real, …
        for (int member = 0; member < Count; member++)
        {
            sequences[_members[member]] = parts[2 * member];
        }
    }
}
