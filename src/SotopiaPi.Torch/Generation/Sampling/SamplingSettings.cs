namespace SotopiaPi.Torch;

/// <summary>How the tokens of one reply are drawn. The steps apply in the order of the members, after the mask of a constraint.</summary>
internal sealed record SamplingSettings
{
    /// <summary>ρ: the logit x of each token that occurs in the prompt or the reply becomes x/ρ if positive, else x·ρ (arXiv:1909.05858 §4.1). 1 is off.</summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Taken from a token's logit for each time it occurs in the reply. 0 is off.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Taken from a token's logit once if it occurs in the reply. 0 is off.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Added to the logits of the tokens named.</summary>
    public IReadOnlyDictionary<int, float> LogitBias { get; init; } = new Dictionary<int, float>();

    /// <summary>The logits are divided by it; 0 takes the largest logit, and what follows has no effect.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Keeps the tokens whose logit is at least the k-th largest, so more than k where several equal it. Null is off.</summary>
    public int? TopK { get; init; }

    /// <summary>Drops a token if it and all less likely ones have at most 1 − p of the probability (arXiv:1904.09751); one always stays. Null is off.</summary>
    public float? TopP { get; init; }

    /// <summary>Keeps the tokens that are at least this share as likely as the most likely one (arXiv:2407.01082). Null is off.</summary>
    public float? MinP { get; init; }

    /// <summary>With the number of the step and the token it decides every draw; nothing else does.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether earlier tokens matter.</summary>
    public bool HasPenalties => RepetitionPenalty != 1 || FrequencyPenalty != 0 || PresencePenalty != 0;
}
