using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace SotopiaPi;

/// <summary>The scores of a seat in little memory: few dimensions are found faster than hashed, and a run keeps many such rows.</summary>
/// <param name="dimensions">The dimensions; rows of one judge share them.</param>
/// <param name="scores">The score on each dimension.</param>
internal sealed class ScoreRow(SocialDimension[] dimensions, Score[] scores) : IReadOnlyDictionary<SocialDimension, Score>
{
    public IEnumerable<SocialDimension> Keys => dimensions;

    public IEnumerable<Score> Values => scores;

    public int Count => scores.Length;

    public Score this[SocialDimension key] => TryGetValue(key, out Score? score) ? score : throw new KeyNotFoundException($"There is no score on '{key}'.");

    public bool ContainsKey(SocialDimension key) => TryGetValue(key, out _);

    public bool TryGetValue(SocialDimension key, [MaybeNullWhen(false)] out Score value)
    {
        int index = Array.IndexOf(dimensions, key);
        value = index < 0 ? null : scores[index];
        return index >= 0;
    }

    public IEnumerator<KeyValuePair<SocialDimension, Score>> GetEnumerator() => dimensions.Zip(scores, KeyValuePair.Create).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
