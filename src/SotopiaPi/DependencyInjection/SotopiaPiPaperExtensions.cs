using SotopiaPi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Composes the paper's experiment.</summary>
public static class SotopiaPiPaperExtensions
{
    /// <summary>Adds the rounds, filters and rules of the paper's experiment. Tasks, judge, trainer and the keyed chat clients <c>expert</c> and <c>agent</c> are still wanted.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="referenceFilters">Whether seats are kept as the reference code does (the best of each situation and seat) and not as the paper says.</param>
    /// <returns>The builder.</returns>
    public static SotopiaPiBuilder AddPaperExperiment(this SotopiaPiBuilder builder, bool referenceFilters = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Options.Pipeline.Episodes = PaperExperiment.Episodes;
        builder.UseFilter(PaperExperiment.CloningFilter, _ => referenceFilters ? new TopRatedFilter(TopRatedOptions.Reference) : new PaperBehaviorCloningFilter());
        builder.UseFilter(PaperExperiment.ReinforcementFilter, _ => referenceFilters ? new TopRatedFilter(TopRatedOptions.Reference) : new TopShareFilter(TopShareOptions.Paper));
        builder.RecordSetting("filters", referenceFilters ? "reference" : "paper");
        return PaperExperiment.Rounds.Aggregate(builder, (composed, round) => composed.AddRound(round));
    }
}
