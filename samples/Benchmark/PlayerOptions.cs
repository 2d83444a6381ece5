using System.CommandLine;
using System.CommandLine.Parsing;

namespace SotopiaPi.Samples.Benchmarking;

/// <summary>The options that say who plays and who judges; every verb that plays has them.</summary>
internal sealed class PlayerOptions
{
    private readonly Option<string[]> _models = new("--model") { Description = "An agent: a GGUF file or a folder in Hugging Face layout, as [NAME=]PATH; may be given several times. Default: the small model of the offline world.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _adapters = new("--adapters") { Description = "Folder whose subfolders are PEFT adapters of the first --model: each is an agent more." };
    private readonly Option<string?> _agentUrl = new("--agent-url") { Description = "OpenAI-compatible endpoint of agents; key from SOTOPIAPI_AGENT_KEY." };
    private readonly Option<string[]> _agentModels = new("--agent-model") { Description = "Model of --agent-url; may be given several times, each is an agent.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> _partner = new("--partner") { Description = "The partner of all agents: 'scripted' (a fixed polite script) or a local model as [NAME=]PATH.", DefaultValueFactory = _ => PlayerNames.Scripted };
    private readonly Option<string?> _partnerUrl = new("--partner-url") { Description = "OpenAI-compatible endpoint of the partner, instead of --partner; key from SOTOPIAPI_PARTNER_KEY." };
    private readonly Option<string?> _partnerModel = new("--partner-model") { Description = "Model of --partner-url." };
    private readonly Option<string?> _prompts = new("--prompts") { Description = "Prompt pack: default, compact or a file. Default: default; compact for the offline world." };
    private readonly Option<float> _temperature = new("--temperature") { Description = "Sampling temperature of agents and partner; the paper's is 1.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _maxTokens = new("--max-tokens") { Description = "The longest reply, in tokens.", DefaultValueFactory = _ => 128 };
    private readonly Option<int> _concurrency = new("--concurrency") { Description = "Episodes at once.", DefaultValueFactory = _ => 16 };
    private readonly Option<string> _device = new("--device") { Description = "Where local models compute: cpu, cuda or cuda:N.", DefaultValueFactory = _ => "cpu" };

    private readonly JudgeOptions _judges;

    /// <summary>Gives a command the options.</summary>
    public PlayerOptions(Command command)
    {
        Verbs.AtLeast(1, _maxTokens, _concurrency);
        foreach (Option option in new Option[]
        {
            _models, _adapters, _agentUrl, _agentModels, _partner, _partnerUrl, _partnerModel, _prompts, _temperature, _maxTokens, _concurrency, _device,
        })
        {
            command.Options.Add(option);
        }

        _judges = new JudgeOptions(command);
    }

    /// <summary>Reads what the user gave.</summary>
    public PlayerArguments Read(ParseResult parsed) => new()
    {
        Models = parsed.GetValue(_models) ?? [],
        Adapters = parsed.GetValue(_adapters),
        Agents = Endpoints.Of("agent", parsed.GetValue(_agentUrl), parsed.GetValue(_agentModels)),
        Partner = parsed.GetRequiredValue(_partner),
        PartnerEndpoint = Endpoints.Of("partner", parsed.GetValue(_partnerUrl), parsed.GetValue(_partnerModel) is { } model ? [model] : []).SingleOrDefault(),
        Judges = _judges.Names(parsed),
        JudgeEndpoints = _judges.Endpoints(parsed),
        Prompts = parsed.GetValue(_prompts),
        Temperature = parsed.GetValue(_temperature),
        MaxTokens = parsed.GetValue(_maxTokens),
        Concurrency = parsed.GetValue(_concurrency),
        Device = parsed.GetRequiredValue(_device),
    };
}
