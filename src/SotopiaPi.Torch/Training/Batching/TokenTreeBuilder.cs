using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>
/// Lays sequences out as paths: the longest first and whole, then what branches from it, each branch the longest first again. A path is one
/// segment, so a trunk with many leaves is one long segment and one short one a leaf.
/// </summary>
internal sealed class TokenTreeBuilder
{
    private readonly List<int> _ids = [];
    private readonly List<int> _positions = [];
    private readonly List<AttentionComponent> _components = [];
    private readonly Dictionary<(int Row, int Id), int> _indices = [];
    private readonly List<TreeTarget> _targets = [];
    private readonly List<TargetShare> _shares = [];
    private int _count;

    /// <summary>Adds a component.</summary>
    public void Add(IReadOnlyList<TokenSequence> sequences, IReadOnlyList<double> scales)
    {
        int start = _ids.Count;
        List<AttentionSegment> segments = [];
        AddPath([.. sequences.Zip(scales, (sequence, scale) => new Member(_count++, sequence, scale))], 0, [], segments);
        _components.Add(new AttentionComponent(start, _ids.Count - start, segments));
    }

    /// <summary>Gives what was added.</summary>
    public TokenTree Build() => new(_ids, _positions, _components, _targets) { Shares = _shares };

    /// <summary>Gives the number of tokens that two sequences share from their start on.</summary>
    public static int Shared(TokenSequence a, TokenSequence b) => a.Ids.AsSpan().CommonPrefixLength(b.Ids);

    private void AddPath(IReadOnlyList<Member> members, int depth, IReadOnlyList<TokenSpan> before, List<AttentionSegment> segments)
    {
        TokenSequence longest = members.MaxBy(m => m.Sequence.Ids.Length).Sequence;
        TokenSpan own = new(_ids.Count, longest.Ids.Length - depth, depth);
        segments.Add(new AttentionSegment(own, before));
        _ids.AddRange(longest.Ids.AsSpan(depth));
        _positions.AddRange(Enumerable.Range(depth, own.Count));
        List<(int Shared, Member Member)> branching = [];
        foreach (Member member in members)
        {
            int shared = Shared(longest, member.Sequence);
            if (shared == member.Sequence.Ids.Length)
            {
                AddTargets(member, Until(before, own, shared));
            }
            else
            {
                branching.Add((shared, member));
            }
        }

        foreach (var branch in branching.GroupBy(b => (b.Shared, Next: b.Member.Sequence.Ids[b.Shared])))
        {
            AddPath([.. branch.Select(b => b.Member)], branch.Key.Shared, Until(before, own, branch.Key.Shared), segments);
        }
    }

    /// <summary>The spans of the first tokens of a path, joined where they lie side by side.</summary>
    private static List<TokenSpan> Until(IReadOnlyList<TokenSpan> before, TokenSpan own, int length)
    {
        List<TokenSpan> spans = [.. before];
        if (length > own.Position)
        {
            TokenSpan part = own with { Count = length - own.Position };
            if (spans.Count > 0 && spans[^1].Start + spans[^1].Count == part.Start)
            {
                spans[^1] = spans[^1] with { Count = spans[^1].Count + part.Count };
            }
            else
            {
                spans.Add(part);
            }
        }

        return spans;
    }

    private void AddTargets(Member member, IReadOnlyList<TokenSpan> path)
    {
        TokenSequence sequence = member.Sequence;
        foreach (TokenSpan span in path)
        {
            int last = Math.Min(span.Position + span.Count, sequence.Ids.Length - 1);
            for (int t = span.Position; t < last; t++)
            {
                if (sequence.LossWeights[t + 1] > 0)
                {
                    AddTarget(span.Start + t - span.Position, sequence.Ids[t + 1], sequence.LossWeights[t + 1], member);
                }
            }
        }
    }

    private void AddTarget(int row, int id, float weight, Member member)
    {
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indices, (row, id), out bool known);
        if (!known)
        {
            index = _targets.Count;
            _targets.Add(new TreeTarget(row, id, 0));
        }

        _targets[index] = _targets[index] with { Weight = _targets[index].Weight + (weight * member.Scale) };
        _shares.Add(new TargetShare(member.Index, index, weight));
    }

    private readonly record struct Member(int Index, TokenSequence Sequence, double Scale);
}
