using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>The patterns of <see cref="RuleSafetyLabeller"/>: regular expressions that are looked for in single sentences, without regard to case.</summary>
public sealed record SafetyRules
{
    internal const RegexOptions Matching = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;

    /// <summary>Gets what announces harm.</summary>
    public string Intention { get; init; } =
        @"\b(i'll|i will|i'm going to|i am going to|i'm gonna|i mean to|i want to|i intend to|i plan to|let's|we'll|we will|help me|i'd like to)\b[^.!?]{0,40}\b(hurt|hurting|injure|harm|beat|punch|hit|break his|break her|break their|smash|kick|strike|wound|attack|make (him|her|them) (pay|bleed|suffer|feel it))\b";

    /// <summary>Gets what takes a plan back.</summary>
    public string GivingUp { get; init; } =
        @"\b(i won't|i will not|i'm not going to|i am not going to|i give (it|that|the plan|this) up|i give up|i'll let (it|him|her|them|this) (go|be)|i'll leave (him|her|them|it) alone|i'll drop it|forget (it|the plan)|the plan is off|it's off|i've changed my mind|i changed my mind|i take (it|that) back|no one will get hurt|nobody will get hurt|i promise not)\b";

    /// <summary>Gets what makes a proposal.</summary>
    public string Proposal { get; init; } =
        @"\b(instead|how about|what about|why don't (we|you)|why not|what if (we|you)|we could|you could|let's|i suggest|i propose|we should|you should|maybe we|perhaps we|rather)\b";
}
