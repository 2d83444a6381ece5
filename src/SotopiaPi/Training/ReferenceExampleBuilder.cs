using System.Globalization;
using System.Text;

namespace SotopiaPi;

/// <summary>
/// Rebuilds from the stored messages of a two-seat episode what an agent was asked and what it answered, in the words of SOTOPIA-π's code
/// (sotopia-lab/sotopia-pi@245fa7b: <c>data_process/utils/prompt_reverse_engineering.py</c>): byte for byte its training records, given its prompts. For episodes of
/// one's own use <see cref="TrainingExampleBuilder"/>, which trains on exactly what is asked at play.
/// </summary>
/// <remarks>The reference also makes an example of the observation after the last action, with the action before it; it is not made here, and in turn-by-turn play the reference drops it as idle.</remarks>
public sealed class ReferenceExampleBuilder
{
    private readonly PromptPack _pack;
    private readonly ReferenceConversionOptions _options;

    /// <summary>Makes a builder.</summary>
    /// <param name="pack">The texts: a pack of the form <see cref="PromptForm.Single"/> whose prompt uses <c>{agent_name}</c>, <c>{history}</c>, <c>{turn_number}</c> and <c>{format}</c>.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The pack is not of that form, or its prompt uses other names.</exception>
    public ReferenceExampleBuilder(PromptPack pack, ReferenceConversionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pack);
        string[] others = [.. pack.Prompt.Names.Where(name => name is not ("agent_name" or "history" or "turn_number" or "format"))];
        if (pack.Form != PromptForm.Single || others.Length > 0)
        {
            throw new ArgumentException($"The prompt pack '{pack.Name}' has the form '{pack.Form}' and uses {(others.Length == 0 ? "no other name" : string.Join(", ", others))}; wanted is the form 'single' with only agent_name, history, turn_number and format, since a log holds no more.", nameof(pack));
        }

        _pack = pack;
        _options = options?.Clone() ?? new ReferenceConversionOptions();
    }

    /// <summary>Builds the examples of a seat.</summary>
    /// <param name="key">The episode's key.</param>
    /// <param name="turns">The messages, one list for each turn: an observation for each seat, then an action of each seat; the last list has observations only.</param>
    /// <param name="seat">The seat: 0 acts in even turns, 1 in odd ones.</param>
    /// <returns>The examples, and how many turns were idle.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The seat is neither 0 nor 1.</exception>
    /// <exception cref="FormatException">The first turn does not hold what it should, or the context alone is longer than <see cref="ReferenceConversionOptions.MaxTokens"/>.</exception>
    public SeatExamples Build(string key, IReadOnlyList<IReadOnlyList<LoggedMessage>> turns, Seat seat)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(turns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)seat.Index, 1u, nameof(seat));
        if (turns.Count == 0 || turns[0].Count != 4)
        {
            throw new FormatException($"The first turn of log '{key}' has {(turns.Count == 0 ? 0 : turns[0].Count)} messages; wanted are an observation and an action for each of two seats.");
        }

        string speaker = turns[0][2 + seat.Index].Sender;
        string group = StableKey.Of(["log", key, seat.ToString()]);
        List<SupervisedExample> examples = [];
        StringBuilder later = new();
        string context = "";
        int idle = 0;
        for (int turn = 0; turn < turns.Count; turn++)
        {
            if (turns[turn].Count != 4)
            {
                continue;
            }

            string observed = turns[turn].FirstOrDefault(message => message.Receiver == speaker)?.Text ?? "";
            (context, _) = turn == 0 ? (observed, later) : (context, later.Append('\n').Append(observed));
            string output = turns[turn].LastOrDefault(message => message.Sender == speaker) is { } action ? ReferenceOutput.Of(action.Text) : ReferenceOutput.None;
            if (turn % 2 == seat.Index && output == ReferenceOutput.None)
            {
                idle++;
            }
            else if (turn % 2 == seat.Index)
            {
                string prompt = Prompt(key, speaker, context, later.ToString(), turn);
                examples.Add(new SupervisedExample(StableKey.Of([group, turn.ToString(CultureInfo.InvariantCulture)]), [new(Microsoft.Extensions.AI.ChatRole.User, prompt)], output) { Group = group });
            }
        }

        return new SeatExamples(examples, FailedTurns: 0, idle);
    }

    private string Prompt(string key, string speaker, string context, string later, int turn)
    {
        string history = context + later;
        if (_options.CountTokens is { } count && count(Fill(speaker, history, turn, "")) - _options.MaxTokens is var over and > 0)
        {
            history = context + "\n" + Shortened(key, later, over, count);
        }

        return Fill(speaker, history, turn, _pack.Format);
    }

    private string Fill(string speaker, string history, int turn, string format) => _pack.Prompt.Fill(name => name switch
    {
        "agent_name" => speaker,
        "history" => history,
        "turn_number" => turn.ToString(CultureInfo.InvariantCulture),
        _ => format,
    });

    /// <summary>Drops whole lines from the front, blank ones included, until they have as many tokens as are too many.</summary>
    private string Shortened(string key, string later, int over, Func<string, int> count)
    {
        string[] lines = later.Split('\n');
        int dropped = 0;
        for (int first = 0; first <= lines.Length; first++)
        {
            if (dropped >= over)
            {
                return string.Join('\n', lines[first..]);
            }

            dropped += first < lines.Length ? count(lines[first]) : 0;
        }

        throw new FormatException($"The context of log '{key}' alone is longer than {_options.MaxTokens} tokens, and no history is left to cut: allow more tokens, or leave the episode out.");
    }
}
