using System.Text.Json;
using System.Text.Json.Nodes;

namespace SotopiaPi.Benchmarks;

/// <summary>The pack of SOTOPIA-π's training records, made of the shared texts, which belong to others.</summary>
internal static class ReferencePack
{
    public static PromptPack Load()
    {
        using JsonDocument prompts = JsonDocument.Parse(File.ReadAllText(SharedFiles.Path("spec/prompts.json")));
        string template = prompts.RootElement.GetProperty("pi.sft.prompt_template").GetString()!;
        return PromptPack.Parse(new JsonObject
        {
            ["name"] = "reference-sft",
            ["form"] = "Single",
            ["format"] = prompts.RootElement.GetProperty("pi.sft.format_suffix").GetString(),
            ["prompt"] = template.Replace("{agent}", "{agent_name}", StringComparison.Ordinal) + "{format}",
            ["first_turn"] = "\n{context}\nConversation Starts:\n",
            ["later_turn"] = "\nTurn #{turn}: {text}\n",
        }.ToJsonString());
    }
}
