using System.CommandLine;
using System.CommandLine.Parsing;

namespace SotopiaPi.Samples;

/// <summary>The options that name an OpenAI-compatible server for a role: <c>--ROLE-url</c> and <c>--ROLE-model</c>. What is wrong with them is told as for every option.</summary>
internal sealed class EndpointOptions
{
    private readonly string _role;
    private readonly Option<Uri?> _url;
    private readonly Option<string?> _model;
    private readonly Option<double> _timeout;

    private EndpointOptions(RootCommand command, string role, string otherwise, Option<double> timeout)
    {
        (_role, _timeout) = (role, timeout);
        _url = new Option<Uri?>($"--{role}-url") { Description = $"OpenAI-compatible endpoint of the {role}; key from {KeyVariable}. Default: {otherwise}.", CustomParser = Parse };
        _model = new Option<string?>($"--{role}-model") { Description = $"Model of --{role}-url." };
        command.Add(_url);
        command.Add(_model);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_url) is not null != (result.GetResult(_model) is not null))
            {
                result.AddError($"--{role}-url and --{role}-model belong together: give both or neither.");
            }
        });
    }

    private string KeyVariable => $"SOTOPIAPI_{_role.ToUpperInvariant()}_KEY";

    /// <summary>Adds the options of several roles, each with what plays the role otherwise, and <c>--request-timeout</c> for all.</summary>
    public static IReadOnlyDictionary<string, EndpointOptions> AddTo(RootCommand command, params IReadOnlyList<(string Role, string Otherwise)> roles)
    {
        Option<double> timeout = new("--request-timeout") { Description = "Seconds after which a request to an endpoint ends without an answer.", DefaultValueFactory = _ => 60 };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 86_400))
            {
                result.AddError("--request-timeout must be above 0 and at most 86400.");
            }
        });
        Dictionary<string, EndpointOptions> options = roles.ToDictionary(role => role.Role, role => new EndpointOptions(command, role.Role, role.Otherwise, timeout));
        command.Add(timeout);
        return options;
    }

    /// <summary>Whether the user named a server.</summary>
    public bool IsGiven(SymbolResult result) => result.GetResult(_url) is not null;

    /// <summary>The server; null when none was named.</summary>
    public Endpoint? Of(ParseResult parsed) => parsed.GetValue(_url) is { } url ? new Endpoint(url, parsed.GetRequiredValue(_model)!, KeyVariable, TimeSpan.FromSeconds(parsed.GetValue(_timeout))) : null;

    private static Uri? Parse(ArgumentResult result)
    {
        string text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        result.AddError($"'{text}' is no address of a server. Give one like http://localhost:8000/v1.");
        return null;
    }
}
