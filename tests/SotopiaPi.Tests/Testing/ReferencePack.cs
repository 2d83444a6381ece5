using System.Text.Json;
using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>The prompts of SOTOPIA-π's training records as a pack, made from the shared folder: texts of third parties stay outside the project.</summary>
internal static class ReferencePack
{
    public static PromptPack Load()
    {
        using JsonDocument prompts = JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("spec/prompts.json")));
        string template = prompts.RootElement.GetProperty("pi.sft.prompt_template").GetString()!;
        JsonObject pack = new()
        {
            ["name"] = "reference-sft",
            ["form"] = "Single",
            ["format"] = prompts.RootElement.GetProperty("pi.sft.format_suffix").GetString(),
            ["prompt"] = template.Replace("{agent}", "{agent_name}", StringComparison.Ordinal) + "{format}",
            ["first_turn"] = "\n{context}\nConversation Starts:\n",
            ["later_turn"] = "\nTurn #{turn}: {text}\n",
        };
        return PromptPack.Parse(pack.ToJsonString());
    }
}
