using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace SotopiaPi;

/// <summary>Asks a second model, once, to rewrite a reply that could not be read as an action (the reference's <c>format_bad_output</c>).</summary>
internal sealed class ReplyRepair(IChatClient client, PromptPack pack, ChatClientAgentOptions options, TimeProvider time, ILogger logger)
{
    private const string TemplateName = "repair";

    private readonly PromptTemplate _template = (pack.Templates.ContainsKey(TemplateName) ? pack : PromptPack.Default).Template(TemplateName);
    private readonly string _format = pack.Format.Length > 0 ? pack.Format : PromptPack.Default.Format;

    /// <summary>Returns the turn with the repaired action, or with a failure that names both causes. The first reply stays as it came.</summary>
    public async ValueTask<AgentTurn> RepairAsync(AgentTurn turn, Observation observation, ChatResponseFormat? responseFormat, CancellationToken cancellationToken)
    {
        AgentFailure broken = turn.Failure!;
        ChatMessage[] question = [new(ChatRole.User, _template.Fill(name => name switch
        {
            "reply" => broken.Raw ?? "",
            "format" => _format,
            "problem" => broken.Message,
            _ => string.Join(", ", observation.Available.Select(type => $"\"{type}\"")),
        }))];
        try
        {
            ChatOptions request = new() { Temperature = options.RepairTemperature, MaxOutputTokens = options.MaxOutputTokens, Seed = observation.Seed, ResponseFormat = responseFormat };
            ChatResponse response = await client.GetResponseAsync(question, request, options.Timeout, time, logger, cancellationToken).ConfigureAwait(false);
            ActionReading reading = ActionFormat.Parse(response.Text, observation);
            return turn with
            {
                Action = reading.Action ?? AgentAction.None,
                Repair = new ModelReply(question, response.Text, response.ModelId, response.Usage),
                Failure = reading.Failure is null ? null : broken with { Message = $"{broken.Message}; after repair {reading.Failure.Message}" },
            };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return turn with { Failure = broken with { Message = $"{broken.Message}; the repair failed: {e.GetType().Name}: {e.Message}" } };
        }
    }
}
