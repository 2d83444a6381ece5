using System.CommandLine;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>The options by which a verb gets its judges.</summary>
internal sealed class JudgeOptions
{
    private readonly Option<string[]> _judges = new("--judge") { Description = "A judge: 'rules' (counts turns and words, finds spoken secrets), a local model as [NAME=]PATH, or, for the offline world, 'outcome' and 'talk'; may be given several times. Default: rules; outcome and talk for the offline world.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _url = new("--judge-url") { Description = "OpenAI-compatible endpoint of chat judges, beside --judge; key from SOTOPIAPI_JUDGE_KEY. Default: SOTOPIAPI_JUDGE_URL.", DefaultValueFactory = _ => FromEnvironment("SOTOPIAPI_JUDGE_URL") };
    private readonly Option<string[]> _models = new("--judge-model") { Description = "Model of --judge-url; may be given several times. Default: SOTOPIAPI_JUDGE_MODEL.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => FromEnvironment("SOTOPIAPI_JUDGE_MODEL") is { } model ? [model] : [] };

    /// <summary>Gives a command the options.</summary>
    public JudgeOptions(Command command)
    {
        command.Options.Add(_judges);
        command.Options.Add(_url);
        command.Options.Add(_models);
    }

    /// <summary>The judges named by <c>--judge</c>; empty when none is.</summary>
    public IReadOnlyList<string> Names(ParseResult parsed) => parsed.GetValue(_judges) ?? [];

    /// <summary>The chat judges.</summary>
    public IReadOnlyList<Endpoint> Endpoints(ParseResult parsed) => Benchmarking.Endpoints.Of("judge", parsed.GetValue(_url), parsed.GetValue(_models));

    private static string? FromEnvironment(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
