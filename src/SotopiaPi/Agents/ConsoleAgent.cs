using System.Globalization;

namespace SotopiaPi;

/// <summary>A person at a terminal: shows what is new, lists the kinds of action, reads a choice.</summary>
/// <param name="input">Where the person's lines come from.</param>
/// <param name="output">Where the scene is shown. Texts are written as they are; wrap the writer to encode them for a terminal.</param>
public sealed class ConsoleAgent(TextReader input, TextWriter output) : ISocialAgent
{
    private readonly TextReader _input = input ?? throw new ArgumentNullException(nameof(input));
    private readonly TextWriter _output = output ?? throw new ArgumentNullException(nameof(output));

    /// <inheritdoc/>
    /// <remarks>The end of the input leaves the conversation.</remarks>
    public async ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(observation);
        await ShowAsync(observation, cancellationToken).ConfigureAwait(false);
        while (await AskAsync($"{observation.AgentName}, your action [number]: ", cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (TypeOf(line, observation.Available) is not { } type)
            {
                await WriteAsync($"Please give a number from 1 to {observation.Available.Count}, or the name of the action.", cancellationToken).ConfigureAwait(false);
                continue;
            }

            bool silent = type == ActionType.None || type == ActionType.Leave;
            string? argument = silent ? "" : await AskAsync("What exactly: ", cancellationToken).ConfigureAwait(false);
            return new AgentTurn(argument is null ? AgentAction.Leave : new AgentAction(type, argument)) { Memory = observation.Memory };
        }

        return new AgentTurn(AgentAction.Leave) { Memory = observation.Memory };
    }

    private async Task ShowAsync(Observation observation, CancellationToken cancellationToken)
    {
        int lastOwn = -1;
        for (int i = 0; i < observation.History.Count; i++)
        {
            lastOwn = observation.History[i].Sender == observation.Seat ? i : lastOwn;
        }

        if (lastOwn < 0)
        {
            await WriteAsync(observation.Text, cancellationToken).ConfigureAwait(false);
        }

        foreach (ObservedMessage message in observation.History.Skip(lastOwn + 1))
        {
            await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"Turn {message.Turn}: {message.Text}"), cancellationToken).ConfigureAwait(false);
        }

        if (observation.Problem is { } problem)
        {
            await WriteAsync(problem.Text, cancellationToken).ConfigureAwait(false);
        }

        for (int i = 0; i < observation.Available.Count; i++)
        {
            await WriteAsync(string.Create(CultureInfo.InvariantCulture, $"  {i + 1} {observation.Available[i]}"), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        await _output.WriteAsync(question.AsMemory(), cancellationToken).ConfigureAwait(false);
        await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await _input.ReadLineAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task WriteAsync(string line, CancellationToken cancellationToken) => _output.WriteLineAsync(line.AsMemory(), cancellationToken);

    private static ActionType? TypeOf(string line, IReadOnlyList<ActionType> available)
    {
        string choice = line.Trim();
        if (int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= available.Count)
        {
            return available[number - 1];
        }

        foreach (ActionType type in available)
        {
            if (string.Equals(type.Name, choice, StringComparison.OrdinalIgnoreCase))
            {
                return type;
            }
        }

        return null;
    }
}
