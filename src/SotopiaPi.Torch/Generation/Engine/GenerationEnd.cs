namespace SotopiaPi.Torch;

/// <summary>Why a reply ended.</summary>
internal enum GenerationEnd
{
    /// <summary>The model drew a token that ends a reply; it is the last id.</summary>
    EndToken,

    /// <summary>The constraint allowed nothing more.</summary>
    Complete,

    /// <summary>The reader of the tokens asked to stop.</summary>
    Stopped,

    /// <summary>The reply reached its greatest length.</summary>
    Length,
}
