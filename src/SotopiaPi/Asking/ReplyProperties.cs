namespace SotopiaPi;

/// <summary>Names of the additional properties under which a chat client reports more than its text (<c>ChatResponse.AdditionalProperties</c>).</summary>
public static class ReplyProperties
{
    /// <summary>The ids of the reply's tokens: an <c>IReadOnlyList&lt;int&gt;</c>.</summary>
    public const string TokenIds = "token_ids";

    /// <summary>The natural log-probability of each of these tokens: an <c>IReadOnlyList&lt;float&gt;</c>.</summary>
    public const string LogProbabilities = "log_probabilities";
}
