using System.Text.Json;
using System.Text.Json.Nodes;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests;

/// <summary>Makes the reference's prompt packs of the shared texts. They belong to others and stay outside this project.</summary>
internal static class ReferencePacks
{
    public static PromptPack Of(SotopiaSemantics semantics)
    {
        using JsonDocument texts = JsonDocument.Parse(File.ReadAllText(SharedFolder.Path("spec/prompts.json")));
        string key = semantics == SotopiaSemantics.V2023 ? "platform2023.agenerate_action.sent" : "head.agenerate_action.sent";
        string format = FormatInstructions(semantics == SotopiaSemantics.V2023 ? "v2023" : "head");
        return PromptPack.Parse(new JsonObject
        {
            ["name"] = key,
            ["form"] = "single",
            ["prompt"] = texts.RootElement.GetProperty(key).GetString()!.Replace("{agent}", "{agent_name}", StringComparison.Ordinal).Replace("{format_instructions}", "{format}", StringComparison.Ordinal),
            ["format"] = format,
            ["templates"] = new JsonObject { ["repair"] = texts.RootElement.GetProperty("format_bad_output.template").GetString()!.Replace("{ill_formed_output}", "{reply}", StringComparison.Ordinal).Replace("{format_instructions}", "{format}", StringComparison.Ordinal) },
            ["first_turn"] = "\n{context}\nConversation Starts:\n",
            ["later_turn"] = "\nTurn #{turn}: {text}\n",
            ["problem"] = "\nInvalid action: {problem}. Regenerate according to provided error message{last_turn}",
        }.ToJsonString());
    }

    private static string FormatInstructions(string version) =>
        PlatformFixture.Read(SharedFolder.Fixture("platform/evaluation/format_instructions.json")).GetProperty(version).GetProperty("action").GetString()!;
}
