using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Adds recording to chat clients.</summary>
public static class TrainingRecorderExtensions
{
    /// <summary>Records the conversations of a client as episodes to learn from. Nothing is recorded without this call. The recorder is <c>client.GetService&lt;TrainingRecorder&gt;()</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="store">Where the episodes go; not disposed.</param>
    /// <param name="configure">Sets consent tag, redaction and so on.</param>
    /// <returns>The builder.</returns>
    public static ChatClientBuilder UseTrainingRecorder(this ChatClientBuilder builder, IEpisodeStore store, Action<TrainingRecorderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        TrainingRecorderOptions options = new();
        configure?.Invoke(options);
        return builder.Use(inner => new TrainingRecorder(inner, store, options));
    }
}
