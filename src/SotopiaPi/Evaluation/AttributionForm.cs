using System.Diagnostics.CodeAnalysis;

namespace SotopiaPi;

/// <summary>Says how a judge attributes a result to utterances.</summary>
[Experimental("SOTOPIA001")]
public enum AttributionForm
{
    /// <summary>Each utterance gets 0 to 3: the form of Sotopia-RL (arXiv:2508.03905).</summary>
    ThreePoints,

    /// <summary>Each utterance gets 0 to 10.</summary>
    TenPoints,

    /// <summary>One utterance is named; it gets 1, the others 0.</summary>
    KeyUtterance,
}
