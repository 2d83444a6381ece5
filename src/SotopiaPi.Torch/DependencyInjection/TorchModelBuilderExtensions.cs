using Microsoft.Extensions.AI;
using SotopiaPi;
using SotopiaPi.Torch;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets local models play.</summary>
public static class TorchModelBuilderExtensions
{
    /// <summary>
    /// Registers a <see cref="TorchChatClient"/> as the keyed chat client of a role, with the adapters of the run. It is loaded when it is first asked for, and
    /// disposed with the container. What decides its numbers is recorded with the run.
    /// </summary>
    /// <param name="builder">The composition.</param>
    /// <param name="modelFolder">The model, a folder in Hugging Face layout.</param>
    /// <param name="configure">Sets the options; <see langword="null"/> for the defaults.</param>
    /// <param name="key">The role that the model plays.</param>
    /// <returns>The builder.</returns>
    public static SotopiaPiBuilder UseTorchModel(
        this SotopiaPiBuilder builder, string modelFolder, Action<TorchChatClientOptions>? configure = null, string key = "agent")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        ArgumentException.ThrowIfNullOrEmpty(key);
        var options = new TorchChatClientOptions { AdapterDirectory = Path.Combine(builder.Options.Directory, "adapters") };
        configure?.Invoke(options);
        builder.Services.AddKeyedSingleton<IChatClient>(key, (_, _) => TorchChatClient.Load(modelFolder, options));
        return builder
            .RecordSetting($"{key}.model", Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder))))
            .RecordSetting($"{key}.device", options.Device.type.ToString())
            .RecordSetting($"{key}.type", options.Type.ToString())
            .RecordSetting($"{key}.deterministic", options.Deterministic ? "true" : "false");
    }
}
