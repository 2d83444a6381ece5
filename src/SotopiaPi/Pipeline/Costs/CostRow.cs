namespace SotopiaPi;

/// <summary>What a model used in a role and a stage.</summary>
/// <param name="Stage">The stage; see <see cref="UsageStage"/>.</param>
/// <param name="Role">The role.</param>
/// <param name="Model">The model as the client reports it; <c>unknown</c> when it does not.</param>
/// <param name="Calls">The number of answers.</param>
/// <param name="InputTokens">The tokens read, cached ones included.</param>
/// <param name="CachedInputTokens">The tokens among them that the service had cached.</param>
/// <param name="OutputTokens">The tokens written.</param>
/// <param name="Cost">The money, in the currency of the price list; <see langword="null"/> when the model has no price there.</param>
public sealed record CostRow(string Stage, string Role, string Model, long Calls, long InputTokens, long CachedInputTokens, long OutputTokens, decimal? Cost);
