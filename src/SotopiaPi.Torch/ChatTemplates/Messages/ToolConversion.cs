using Microsoft.Extensions.AI;

namespace SotopiaPi.Torch;

/// <summary>Turns tools into the JSON schema form that templates expect.</summary>
internal static class ToolConversion
{
    /// <summary>Converts tools; null when there are none.</summary>
    /// <exception cref="ChatTemplateException">A tool is no function.</exception>
    public static JinjaList? From(IEnumerable<AITool>? tools)
    {
        object?[] converted = [.. (tools ?? []).Select(Convert)];
        return converted.Length == 0 ? null : new JinjaList(converted);
    }

    private static JinjaDictionary Convert(AITool tool)
    {
        AIFunctionDeclaration declaration = tool as AIFunctionDeclaration
            ?? throw new ChatTemplateException($"The tool '{tool.Name}' is {tool.GetType().Name}; a chat template can offer functions only.");
        JinjaDictionary function = new();
        function.Set("name", declaration.Name);
        function.Set("description", declaration.Description);
        function.Set("parameters", JinjaConversion.From(declaration.JsonSchema));
        JinjaDictionary result = new();
        result.Set("type", "function");
        result.Set("function", function);
        return result;
    }
}
