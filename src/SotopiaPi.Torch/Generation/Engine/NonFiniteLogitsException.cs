namespace SotopiaPi.Torch;

/// <summary>
/// Thrown for a request whose logits were NaN or infinite, so that no token can be drawn; other requests of the batch are not concerned. The
/// weights are damaged, or the adapter was trained until it diverged.
/// </summary>
public sealed class NonFiniteLogitsException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="replyTokens">How many tokens had been drawn before.</param>
    public NonFiniteLogitsException(int replyTokens)
        : base($"The model's logits were NaN or infinite after {replyTokens} tokens of the reply. Check the weights and the adapter: one of them holds values that are not finite.") =>
        ReplyTokens = replyTokens;

    /// <summary>Gets how many tokens of the reply had been drawn before.</summary>
    public int ReplyTokens { get; }
}
