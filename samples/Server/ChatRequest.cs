using System.Text.Json;
using Microsoft.Extensions.AI;
using SotopiaPi.Torch;

namespace SotopiaPi.Samples.Server;

/// <summary>A request for a chat completion, in the terms of a chat client.</summary>
internal sealed record ChatRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions Options, bool Streams, bool IncludesUsage, bool WantsLogProbabilities)
{
    /// <summary>Reads the body of a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="models">The names of the models there are; nothing else is ever looked for.</param>
    /// <param name="context">The longest conversation, in tokens.</param>
    /// <exception cref="ProtocolException">Something is missing, wrong or not supported.</exception>
    public static ChatRequest Read(JsonElement body, IReadOnlyList<string> models, int context)
    {
        var fields = new RequestFields(body);
        string model = fields.Text("model") ?? throw ProtocolException.Invalid("model", $"'model' is missing. There are: {string.Join(", ", models)}.");
        if (!models.Contains(model))
        {
            throw ProtocolException.UnknownModel(model, models);
        }

        if (fields.Whole("n") is { } replies && replies != 1)
        {
            throw ProtocolException.Invalid("n", "One reply is given to a request: send the request several times, which costs the prompt only once.");
        }

        if (fields.Whole("top_logprobs") is > 0)
        {
            throw ProtocolException.Invalid("top_logprobs", "Log-probabilities are given of the tokens of the reply only; leave 'top_logprobs' out.");
        }

        return new(
            RequestMessages.Read(fields.Value("messages")), ReadOptions(fields, model, context), fields.Flag("stream") ?? false,
            fields.Object("stream_options")?.Flag("include_usage") ?? false, fields.Flag("logprobs") ?? false);
    }

    private static ChatOptions ReadOptions(RequestFields fields, string model, int context)
    {
        string lengthField = fields.Value("max_completion_tokens") is null ? "max_tokens" : "max_completion_tokens";
        int? length = fields.Whole(lengthField);
        if (length is < 1 || length > context)
        {
            throw ProtocolException.Invalid(lengthField, $"'{lengthField}' is {length}; it must be from 1 to {context}, the length of the model's context.");
        }

        Dictionary<int, float>? bias = fields.Object("logit_bias")?.Numbers();
        return new ChatOptions
        {
            ModelId = model,
            MaxOutputTokens = length,
            Temperature = fields.Number("temperature"),
            TopP = fields.Number("top_p"),
            TopK = fields.Whole("top_k"),
            Seed = fields.Whole("seed"),
            FrequencyPenalty = fields.Number("frequency_penalty"),
            PresencePenalty = fields.Number("presence_penalty"),
            StopSequences = fields.Texts("stop"),
            ResponseFormat = RequestFormat.Read(fields.Object("response_format")),
            Tools = RequestTools.Read(fields.Value("tools")),
            ToolMode = RequestTools.Mode(fields.Value("tool_choice")),
            AllowMultipleToolCalls = fields.Flag("parallel_tool_calls"),
            RawRepresentationFactory = bias is null ? null : _ => new SamplingOptions { LogitBias = bias },
        };
    }
}
