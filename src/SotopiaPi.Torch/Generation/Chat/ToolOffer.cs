using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>What a request offers a model to call.</summary>
/// <param name="Functions">The functions.</param>
/// <param name="Required">Those of which the model must call one; empty when it is free to.</param>
/// <param name="IsSingle">Whether only one call is wanted.</param>
internal sealed record ToolOffer(IReadOnlyList<AIFunctionDeclaration> Functions, IReadOnlyList<AIFunctionDeclaration> Required, bool IsSingle)
{
    /// <summary>What some options offer; null for nothing, also where the template has no place for tools.</summary>
    /// <exception cref="NotSupportedException">A call is required, and the template has no place for tools or there is no such function.</exception>
    public static ToolOffer? Of(ChatOptions? options, ChatTemplate template)
    {
        AIFunctionDeclaration[] functions = options?.ToolMode is NoneChatToolMode ? [] : [.. (options?.Tools ?? []).OfType<AIFunctionDeclaration>()];
        var required = options?.ToolMode as RequiredChatToolMode;
        if (!TakesTools(template))
        {
            return required is null ? null : throw new NotSupportedException("A function call is required, but the model's chat template has no place for functions. Use a model that was trained to call them, or leave the tool mode open.");
        }

        AIFunctionDeclaration[] wanted = required is null ? [] : [.. functions.Where(function => required.RequiredFunctionName is null || required.RequiredFunctionName == function.Name)];
        return required is not null && wanted.Length == 0
            ? throw new NotSupportedException($"A call of {required.RequiredFunctionName ?? "a function"} is required, but the tools are: {string.Join(", ", functions.Select(function => function.Name))}.")
            : functions.Length == 0 ? null : new(functions, wanted, options?.AllowMultipleToolCalls == false || wanted.Length > 0);
    }

    /// <summary>A reader for one reply.</summary>
    public ToolCallReader Reader() => new([.. Functions.Select(function => function.Name)], IsSingle);

    private static bool TakesTools(ChatTemplate template) => template.Source.Contains("tools", StringComparison.Ordinal);
}
