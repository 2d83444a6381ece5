using SotopiaPi;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds trainers that run outside of this process.</summary>
public static class SotopiaPiTrainerExtensions
{
    /// <summary>Trains with a program of the user's, LLaMA-Factory by default. Replaces the earlier trainer.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets program, arguments and what is trained.</param>
    /// <returns>The builder.</returns>
    public static SotopiaPiBuilder UseExternalTrainer(this SotopiaPiBuilder builder, Action<ExternalTrainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ExternalTrainerOptions options = new();
        configure?.Invoke(options);
        return builder.UseTrainer(_ => new ExternalTrainer(options));
    }
}
