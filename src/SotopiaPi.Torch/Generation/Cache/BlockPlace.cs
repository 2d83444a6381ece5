namespace SotopiaPi.Torch;

/// <summary>Where a full block lies in the tree of known beginnings, whether or not it is there yet.</summary>
/// <param name="parent">The node that it follows.</param>
/// <param name="tokens">Its tokens.</param>
internal readonly struct BlockPlace(PrefixNode parent, ReadOnlyMemory<int> tokens) : IEquatable<BlockPlace>
{
    private readonly PrefixNode _parent = parent;

    public ReadOnlyMemory<int> Tokens { get; } = tokens;

    public bool Equals(BlockPlace other) => ReferenceEquals(_parent, other._parent) && Tokens.Span.SequenceEqual(other.Tokens.Span);

    public override bool Equals(object? obj) => obj is BlockPlace other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_parent));
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Tokens.Span));
        return hash.ToHashCode();
    }
}
