namespace SotopiaPi.Torch;

/// <summary>What becomes of the matches of a splitting pattern.</summary>
internal enum SplitBehavior
{
    /// <summary>Each match is a word of its own.</summary>
    Isolated,

    /// <summary>Matches belong to no word.</summary>
    Removed,

    /// <summary>A match ends the word before it.</summary>
    MergedWithPrevious,

    /// <summary>A match begins the word after it.</summary>
    MergedWithNext,

    /// <summary>Matches that touch form one word.</summary>
    Contiguous,
}
