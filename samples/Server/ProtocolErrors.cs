using System.Globalization;
using System.Text.Json.Nodes;
using SotopiaPi.Torch;

namespace SotopiaPi.Samples.Server;

/// <summary>Writes what goes wrong in the protocol's form: {"error": {"message", "type", "param", "code"}}.</summary>
internal static class ProtocolErrors
{
    private const int RetrySeconds = 1;

    /// <summary>Runs the rest of the pipeline; what it throws becomes an answer, as long as none was begun.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody reads an answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            ProtocolException error = Of(e);
            context.Response.StatusCode = error.Status;
            if (error.Status == StatusCodes.Status429TooManyRequests)
            {
                context.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
            }

            await context.Response.WriteAsJsonAsync(Body(error), CancellationToken.None);
        }
    }

    /// <summary>The body of an error.</summary>
    public static JsonObject Body(ProtocolException error) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = error.Message,
            ["type"] = error.Status switch
            {
                StatusCodes.Status401Unauthorized => "authentication_error",
                StatusCodes.Status429TooManyRequests => "rate_limit_error",
                >= 500 => "server_error",
                _ => "invalid_request_error",
            },
            ["param"] = error.Field,
            ["code"] = error.Code,
        },
    };

    /// <summary>What a client is told of an exception. Only those that speak about the request keep their text.</summary>
    public static ProtocolException Of(Exception exception) => exception switch
    {
        ProtocolException error => error,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(StatusCodes.Status413PayloadTooLarge, "The body is larger than 1 MiB. Shorten the messages."),
        BadHttpRequestException bad => new(bad.StatusCode, "The request is not well-formed."),
        QueueFullException full => new(StatusCodes.Status429TooManyRequests, full.Message) { Code = "queue_full" },
        ContextLengthException tooLong => new(StatusCodes.Status400BadRequest, tooLong.Message) { Field = "messages", Code = "context_length_exceeded" },
        JsonSchemaNotSupportedException schema => new(StatusCodes.Status400BadRequest, schema.Message) { Field = "response_format" },
        ChatTemplateException template => new(StatusCodes.Status400BadRequest, template.Message) { Field = "messages" },
        NotSupportedException unsupported => new(StatusCodes.Status400BadRequest, unsupported.Message),
        ArgumentException argument => new(StatusCodes.Status400BadRequest, argument.Message),
        ObjectDisposedException => new(StatusCodes.Status503ServiceUnavailable, "The server is shutting down."),
        _ => new(StatusCodes.Status500InternalServerError, "The model could not answer; this is no fault of the request."),
    };
}
