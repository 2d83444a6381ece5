namespace SotopiaPi.Torch;

/// <summary>Collects matches and gaps in order and joins them into words as a <see cref="SplitBehavior"/> says.</summary>
internal ref struct SplitPieces(SplitBehavior behavior, WordEnds ends)
{
    private bool _any;
    private bool _lastWasMatch;
    private int _pendingEnd;

    /// <summary>Adds the next piece of the text, from the last end to this one.</summary>
    public void Add(int end, bool isMatch)
    {
        switch (behavior)
        {
            case SplitBehavior.Isolated:
                ends.Add(end);
                return;
            case SplitBehavior.Removed when isMatch:
                ends.AddDropped(end);
                return;
            case SplitBehavior.Removed:
                ends.Add(end);
                return;
            default:
                Join(end, isMatch);
                return;
        }
    }

    /// <summary>Writes the word that is still open.</summary>
    public readonly void Finish()
    {
        if (_any)
        {
            ends.Add(_pendingEnd);
        }
    }

    private void Join(int end, bool isMatch)
    {
        bool joins = behavior switch
        {
            SplitBehavior.MergedWithPrevious => isMatch && !_lastWasMatch,
            SplitBehavior.MergedWithNext => _lastWasMatch && !isMatch,
            _ => isMatch == _lastWasMatch,
        };
        if (_any && !joins)
        {
            ends.Add(_pendingEnd);
        }

        (_any, _pendingEnd, _lastWasMatch) = (true, end, isMatch);
    }
}
