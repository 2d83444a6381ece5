using System.Runtime.InteropServices;

namespace SotopiaPi.Torch;

/// <summary>Which tokens occur in a prompt and how often each occurs in the reply, for the penalties.</summary>
internal sealed class TokenCounts
{
    private readonly Dictionary<int, int> _replyCounts = [];

    public TokenCounts(IEnumerable<int> prompt)
    {
        foreach (int token in prompt)
        {
            _replyCounts.TryAdd(token, 0);
        }
    }

    /// <summary>Counts one more token of the reply.</summary>
    public void Add(int token) => CollectionsMarshal.GetValueRefOrAddDefault(_replyCounts, token, out _)++;

    /// <summary>Applies the penalties to the logits of the tokens that occurred.</summary>
    public void Penalize(Span<float> logits, SamplingSettings settings)
    {
        foreach (var (token, count) in _replyCounts)
        {
            ref float logit = ref logits[token];
            logit = logit < 0 ? logit * settings.RepetitionPenalty : logit / settings.RepetitionPenalty;
            logit -= (settings.FrequencyPenalty * count) + (count > 0 ? settings.PresencePenalty : 0);
        }
    }
}
