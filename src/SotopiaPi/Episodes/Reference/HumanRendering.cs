using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>Renders a log for people as the reference does (<c>EpisodeLog.render_for_humans</c>).</summary>
internal static class HumanRendering
{
    /// <summary>One text for each turn, then the reasoning and the rewards. A deed whose text holds "did nothing" is left out.</summary>
    public static IReadOnlyList<string> Of(EpisodeLog log)
    {
        List<string> parts = [.. log.Messages.Select((turn, index) => Turn(turn, index))];
        parts.Add($"The reasoning is:\n{log.Reasoning}");
        parts.Add($"The rewards are:\n{string.Join('\n', log.Rewards.Select((reward, index) => string.Create(CultureInfo.InvariantCulture, $"Agent {index + 1}: {Text(reward)}")))}");
        return parts;
    }

    private static string Turn(IReadOnlyList<LoggedMessage> messages, int turn)
    {
        IEnumerable<string> lines = messages
            .Where(message => turn == 0 || message.Sender != LoggedMessage.Environment)
            .Where(message => !message.Text.Contains("did nothing", StringComparison.Ordinal))
            .Select(message => message.Sender == LoggedMessage.Environment ? message.Text
                : message.Text.Contains("said:", StringComparison.Ordinal) ? $"{message.Sender} {message.Text}"
                : $"{message.Sender}: {message.Text}");
        return string.Join('\n', lines);
    }

    private static string Text(EpisodeLogReward reward)
    {
        if (reward.Dimensions is null)
        {
            return PythonText.Float(reward.Overall);
        }

        StringBuilder text = new("(");
        text.Append(PythonText.Float(reward.Overall)).Append(", {");
        text.AppendJoin(", ", reward.Dimensions.Select(pair => $"{PythonText.Quoted(pair.Key)}: {PythonText.Float(pair.Value)}"));
        return text.Append("})").ToString();
    }
}
