using SotopiaPi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the counting of tokens and money to a composition.</summary>
public static class SotopiaPiCostExtensions
{
    /// <summary>Counts the tokens and money of all keyed chat clients in <c>usage.jsonl</c> of the run folder, as the service <see cref="UsageLedger"/>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="prices">The prices; <see langword="null"/> to count tokens only.</param>
    /// <param name="budget">Makes the limits of the run; <see langword="null"/> for none. A run that reaches one ends with <see cref="BudgetReachedException"/> and can be resumed.</param>
    /// <returns>The builder.</returns>
    public static SotopiaPiBuilder UseUsageLedger(this SotopiaPiBuilder builder, PriceList? prices = null, Func<UsageLedger, RunBudget>? budget = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        string name = builder.Name;
        builder.Services.AddKeyedSingleton(name, (provider, _) => UsageLedger.Open(Path.Combine(provider.GetRequiredKeyedService<RunFolder>(name).Path, "usage.jsonl"), prices));
        if (name.Length == 0)
        {
            builder.Services.AddSingleton(provider => provider.GetRequiredKeyedService<UsageLedger>(name));
        }

        return budget is null
            ? builder
            : builder.UseCollector((provider, inner) => new BudgetedCollector(inner, budget(provider.GetRequiredKeyedService<UsageLedger>(name))));
    }
}
