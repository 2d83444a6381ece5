using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>Builds the one message of a single-message pack: the context and the turns as numbered lines inside a frame.</summary>
internal sealed class SinglePrompt(PromptPack pack, Observation observation)
{
    private readonly SceneTexts _scene = new(pack, observation);

    public string Build() => pack.Prompt.Fill(name => name switch
    {
        "history" => History() + _scene.Memory + (observation.Advice is { } advice ? pack.Advice.Fill(_ => advice) : ""),
        "turn_number" => Number(observation.Turn),
        _ => _scene.ValueOf(name),
    });

    private string History()
    {
        StringBuilder history = new();
        string last = pack.FirstTurn.Fill(_scene.ValueOf);
        history.Append(last);
        for (int turn = 0; turn < observation.Turn; turn++)
        {
            AppendProblem(history, Refusal(turn), last);
            string text = TurnText(turn);
            last = pack.LaterTurn.Fill(name => name == "turn" ? Number(turn) : text);
            history.Append(last);
        }

        AppendProblem(history, observation.Problem?.Text, last);
        return history.ToString();
    }

    /// <summary>After a refusal the last turn is shown once more, as the reference does.</summary>
    private void AppendProblem(StringBuilder history, string? problem, string last)
    {
        if (problem is not null)
        {
            history.Append(pack.Problem.Fill(name => name == "last_turn" ? last : problem));
        }
    }

    private string? Refusal(int turn) => observation.History.FirstOrDefault(message => message.IsRefusal && message.Turn == turn)?.Text;

    private string TurnText(int turn) => turn < observation.TurnTexts.Count
        ? observation.TurnTexts[turn]
        : string.Join(';', observation.History.Where(message => message.Turn == turn && message.Action?.Type != ActionType.None).Select(message => message.Text));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
