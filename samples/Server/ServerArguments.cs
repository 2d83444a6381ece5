using System.CommandLine;
using System.CommandLine.Parsing;

namespace SotopiaPi.Samples.Server;

/// <summary>What the user asked for on the command line.</summary>
internal sealed record ServerArguments(string Model, string? Adapters, string? Urls, string? ApiKey, int Rows, int Queue, int KvMegabytes, int? Context, bool Half)
{
    public const string KeyVariable = "SOTOPIAPI_SERVER_KEY";

    private const string DefaultUrl = "http://127.0.0.1:8000";

    /// <summary>Gets the addresses to listen at.</summary>
    public string Addresses => Urls ?? DefaultUrl;

    /// <summary>Builds the command; <paramref name="run"/> gets the arguments and gives the exit code.</summary>
    public static RootCommand Command(Func<ServerArguments, CancellationToken, Task<int>> run)
    {
        Option<string> model = new("--model") { Description = "Model folder in Hugging Face layout, or a GGUF file. Default: the small model of the self-training sample.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "model") };
        Option<string?> adapters = new("--adapters") { Description = "Folder whose subfolders are LoRA adapters in PEFT format; each is a model under its folder's name, also those that appear later." };
        Option<string?> urls = new("--urls") { Description = $"Addresses to listen at, separated by semicolons, for example http://0.0.0.0:8000. Default: {DefaultUrl}, which only this machine reaches." };
        Option<string?> key = new("--api-key") { Description = $"Key that clients must send. Needed with --urls. Default: the environment variable {KeyVariable}, else none." };
        Option<int> rows = new("--rows") { Description = "Replies that are written together.", DefaultValueFactory = _ => 64 };
        Option<int> queue = new("--queue") { Description = "Requests that may wait; further ones are answered 429.", DefaultValueFactory = _ => 256 };
        Option<int> memory = new("--kv-mb") { Description = "Memory for keys and values, in MiB.", DefaultValueFactory = _ => 512 };
        Option<int?> context = new("--context") { Description = "Longest conversation, in tokens. Default: all that the model has." };
        Option<bool> half = new("--bf16") { Description = "Compute in bfloat16, which is faster on CPUs and GPUs that have units for it." };
        RootCommand command = new("Serves a model and its adapters to any client of the OpenAI chat protocol.") { model, adapters, urls, key, rows, queue, memory, context, half };
        command.Validators.Add(result => AddErrorIf(result, result.GetValue(urls) is not null && KeyOf(result.GetValue(key)) is null, $"--urls opens the server to others: give --api-key, or set {KeyVariable}."));
        foreach (Option<int> number in (Option<int>[])[rows, queue, memory])
        {
            number.Validators.Add(result => AddErrorIf(result, result.GetValue(number) < 1, $"{number.Name} must be at least 1."));
        }

        context.Validators.Add(result => AddErrorIf(result, result.GetValue(context) < 1, "--context must be at least 1."));
        command.SetAction((parsed, cancellationToken) => run(
            new ServerArguments(
                parsed.GetRequiredValue(model), parsed.GetValue(adapters), parsed.GetValue(urls), KeyOf(parsed.GetValue(key)),
                parsed.GetValue(rows), parsed.GetValue(queue), parsed.GetValue(memory), parsed.GetValue(context), parsed.GetValue(half)),
            cancellationToken));
        return command;
    }

    private static string? KeyOf(string? given)
    {
        string? key = string.IsNullOrEmpty(given) ? Environment.GetEnvironmentVariable(KeyVariable) : given;
        return string.IsNullOrEmpty(key) ? null : key;
    }

    private static void AddErrorIf(SymbolResult result, bool wrong, string message)
    {
        if (wrong)
        {
            result.AddError(message);
        }
    }
}
