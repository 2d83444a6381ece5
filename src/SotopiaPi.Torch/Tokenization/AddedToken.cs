namespace SotopiaPi.Torch;

/// <summary>A token that is cut out of the text before the model sees it: an entry of <c>added_tokens</c>.</summary>
/// <param name="Id">The id.</param>
/// <param name="Content">The text that is matched.</param>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Left out of decoded text when special tokens are skipped.</summary>
    public bool Special { get; init; }

    /// <summary>Matched in the normalised text rather than in the text as given.</summary>
    public bool Normalized { get; init; }

    /// <summary>Takes the white space before it.</summary>
    public bool StripLeft { get; init; }

    /// <summary>Takes the white space after it.</summary>
    public bool StripRight { get; init; }

    /// <summary>Never matched in text: its id can only be added by name.</summary>
    public bool Silent { get; init; }

    /// <summary>Matched only where no word character stands on either side.</summary>
    public bool SingleWord { get; init; }
}
