using Microsoft.Extensions.AI;
using SotopiaPi;
using SotopiaPi.Torch;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets local models play and learn.</summary>
public static class TorchModelBuilderExtensions
{
    /// <summary>
    /// Registers a <see cref="TorchChatClient"/> as the keyed chat client of a role, with the adapters of the run. It is loaded when it is first asked for, and
    /// disposed with the container. What decides its numbers is recorded with the run.
    /// </summary>
    /// <param name="builder">The composition.</param>
    /// <param name="modelFolder">The model: a folder in Hugging Face layout, the id of one in the local hub cache, or a GGUF file.</param>
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
        TorchModel model = new(modelFolder, options.Device, options.Type, options.PackWeights);
        builder.Services.AddKeyedSingleton<IChatClient>(key, (_, _) => TorchChatClient.Load(modelFolder, options));
        builder.Services.AddKeyedSingleton(ModelKey(builder.Name, key), model);
        return builder
            .RecordSetting($"{key}.model", model.Fingerprint())
            .RecordSetting($"{key}.numerics", model.Numerics())
            .RecordSetting($"{key}.deterministic", options.Deterministic ? "true" : "false");
    }

    /// <summary>Trains adapters of the agent's model with LoRA (arXiv:2106.09685), on the device of <see cref="UseTorchModel"/>.</summary>
    /// <param name="builder">The composition.</param>
    /// <param name="configure">Sets the trainer's options; <see langword="null"/> for the defaults.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Needs <see cref="UseTorchModel"/>; the order of the two does not matter.</remarks>
    public static SotopiaPiBuilder UseLoraTrainer(this SotopiaPiBuilder builder, Action<LoraTrainerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseTrainer(services =>
        {
            string agent = builder.Options.Pipeline.AgentClient;
            TorchModel model = services.GetKeyedService<TorchModel>(ModelKey(builder.Name, agent))
                ?? throw new InvalidOperationException($"UseLoraTrainer() trains the model of the chat client '{agent}', but none is in this process: call UseTorchModel(folder) too.");
            LoraTrainerOptions options = new() { Device = model.Device, Type = model.Type };
            configure?.Invoke(options);
            return new LoraTrainer(model.Folder, options: options);
        });
    }

    private static string ModelKey(string name, string key) => $"{name}/{key}";
}
