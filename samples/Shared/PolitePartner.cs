namespace SotopiaPi.Samples;

/// <summary>A partner for tasks that no script understands: friendly, curious, and gone after a few turns.</summary>
internal static class PolitePartner
{
    private static readonly string[] s_lines =
    [
        "Hello! It is good to talk with you.",
        "I see. Could you tell me what matters most to you here?",
        "Thank you for telling me. I think we can find something that suits us both.",
        "That sounds fair to me. Is there anything else you would like?",
        "Then let us do it that way. Thank you.",
    ];

    public static ISocialAgent Create() => new ScriptedAgent([.. s_lines.Select(AgentAction.Speak)]);
}
