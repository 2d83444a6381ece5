using System.Text;
using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>Puts a scene into words in the layout of the reference (sotopia-lab/sotopia: <c>ScriptBackground.to_natural_language</c>).</summary>
internal static partial class ContextText
{
    private const string Unknown = "Unknown";

    public static string Of(ObservedScene scene, SotopiaSemantics semantics, bool hidesUnknown = false)
    {
        StringBuilder text = new("Here is the context of this interaction:\nScenario: ");
        text.Append(scene.Scenario).Append("\nParticipants: ").Append(SceneTexts.And([.. scene.Participants.Select(participant => participant.Name)])).Append('\n');
        bool current = semantics == SotopiaSemantics.Current;
        bool hides = current && hidesUnknown;
        if (!current || scene.Participants.Any(participant => participant.Background.Length > 0))
        {
            foreach (ObservedParticipant participant in scene.Participants)
            {
                Line(text, $"{participant.Name}'s background: ", current && participant.Background.Length == 0 ? Unknown : participant.Background, hides);
            }
        }

        foreach (ObservedParticipant participant in scene.Participants)
        {
            Line(text, $"{participant.Name}'s goal: ", participant.Goal ?? Unknown, hides);
        }

        string context = text.ToString();
        return (context.Contains("\n ", StringComparison.Ordinal) ? Indentation().Replace(context, "\n") : context).Trim();
    }

    private static void Line(StringBuilder text, string title, string content, bool hidesUnknown)
    {
        if (!hidesUnknown || content != Unknown)
        {
            text.Append(title).Append(content).Append('\n');
        }
    }

    [GeneratedRegex("\n +", RegexOptions.CultureInvariant)]
    private static partial Regex Indentation();
}
