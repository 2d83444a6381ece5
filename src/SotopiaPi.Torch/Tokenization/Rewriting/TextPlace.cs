namespace SotopiaPi.Torch;

/// <summary>Where a stretch of text stands in the input.</summary>
internal enum TextPlace
{
    /// <summary>At the very start.</summary>
    Start,

    /// <summary>After an added token.</summary>
    Inside,

    /// <summary>Directly after text that was encoded before: nothing may be put in front of it.</summary>
    Continued,
}
